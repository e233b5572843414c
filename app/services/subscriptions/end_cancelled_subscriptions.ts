import Subscription from '#models/subscriptions/subscription'
import type { Clock } from '#values/clock'

/**
 * Ends the subscriptions cancelled before the current month began: what they paid for is over.
 * Runs every night; running it again changes nothing.
 *
 * @returns how many ended
 */
export async function endCancelledSubscriptions(clock: Clock): Promise<number> {
  const now = clock.now()
  const ended = await Subscription.query()
    .where('state', 'cancelled')
    .where('cancelledAt', '<', now.startOf('month').toSQL()!)
    .update({ state: 'ended', ended_at: now.toSQL() })
  return Number(Array.isArray(ended) ? ended[0] : ended)
}
