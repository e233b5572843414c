import db from '@adonisjs/lucid/services/db'
import { checkInCode } from '#services/governance/attendance/check_in'

/** Whose code for the door this is; null when it is nobody's for this meeting. */
export async function memberByCode(assemblyId: string, typed: string): Promise<string | null> {
  const code = typed.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
  const members: { id: string }[] = await db.from('members').where('state', 'active').select('id')
  return members.find(({ id }) => checkInCode(assemblyId, id) === code)?.id ?? null
}
