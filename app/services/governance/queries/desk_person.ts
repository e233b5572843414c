import type Assembly from '#models/governance/assembly'
import Member from '#models/membership/member'
import { myMeeting } from '#services/governance/queries/my_meeting'
import type { Clock } from '#values/clock'

/**
 * Somebody in the room for whom the desk writes down votes: their own right and those that they
 * carry, with the receipts, never with what was said. Null where they are not in the room.
 */
export async function deskPerson(assembly: Assembly, memberId: string, clock: Clock) {
  const member = await Member.find(memberId)
  if (!member) return null
  const { presence, rights, receipts } = await myMeeting(assembly, member, clock)
  if (presence !== 'room') return null
  return {
    memberId,
    name: member.displayName,
    rights,
    receipts: receipts.map((one) => ({ ...one, choice: null, candidates: null, byOther: false })),
  }
}
