import Member from '#models/membership/member'
import { plainName } from '#services/membership/person_key'

/**
 * Another member by number and name together: a member who mistypes finds nobody, and nobody learns
 * who stands behind a number.
 */
export async function findTaker(number: number, name: string): Promise<Member | null> {
  const member = await Member.query().where({ number, state: 'active' }).first()
  if (!member) return null
  const typed = plainName(name).split(' ').sort().join(' ')
  return plainName(member.displayName).split(' ').sort().join(' ') === typed ? member : null
}
