import type Member from '#models/membership/member'
import { isoDay } from '#values/day'

/** Who may sign for shares and pay them: a member, or whoever was admitted since they left. */
export function maySubscribe(member: Member): boolean {
  if (member.state === 'left') return isoDay(member.admittedOn) >= isoDay(member.leftOn!)
  return member.state !== 'lapsed'
}
