import Assembly from '#models/governance/assembly'
import { openRemoteVotes } from '#services/governance/votes/open_vote'
import type { Clock } from '#values/clock'

/** C23: opens every window of votes from afar whose hour has come; again changes nothing. */
export async function openDueWindows(clock: Clock): Promise<{ votes: number }> {
  const now = clock.now().toSQL()!
  const due = await Assembly.query()
    .where('state', 'noticed')
    .where('remoteFrom', '<=', now)
    .where('remoteUntil', '>', now)
  let votes = 0
  for (const { id } of due) {
    const opened = await openRemoteVotes({ assemblyId: id, clock })
    if (opened.ok) votes += opened.value
  }
  return { votes }
}
