import logger from '@adonisjs/core/services/logger'
import Resolution from '#models/governance/resolution'
import { closeVote } from '#services/governance/votes/close_vote'
import type { Clock } from '#values/clock'

/**
 * Counts every vote whose time is over; no ballot came since. What the chair has to mend first, like
 * a chair that nobody named, waits for the next minute.
 */
export async function closeDueVotes(clock: Clock): Promise<{ closed: number }> {
  const due = await Resolution.query()
    .where('state', 'open')
    .where('closesAt', '<=', clock.now().toSQL()!)
    .whereHas('assembly', (assembly) => {
      assembly.where('state', 'open')
    })
    .orderBy('closesAt')
  let closed = 0
  for (const { id } of due) {
    const outcome = await closeVote({ resolutionId: id, actor: { label: 'system' }, clock })
    if (outcome.ok) closed++
    else logger.warn({ resolution: id, refusal: outcome.error }, 'a vote is not closed in time')
  }
  return { closed }
}
