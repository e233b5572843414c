import Assembly from '#models/governance/assembly'
import { mayAttend } from '#services/governance/queries/may_attend'
import type { Clock } from '#values/clock'

/** Every meeting that a member is called to, the next one first: of the members, and of their board. */
export async function comingMeetings(memberId: string, clock: Clock): Promise<Assembly[]> {
  const called = await Assembly.query()
    .whereIn('state', ['noticed', 'open'])
    .preload('statuteProfile')
    .orderBy('startsAt')
  const open: Assembly[] = []
  for (const assembly of called) {
    if (await mayAttend(assembly, memberId, clock)) open.push(assembly)
  }
  return open
}
