import Subscriber from '#models/subscriptions/subscriber'
import Subscription from '#models/subscriptions/subscription'
import type { Clock } from '#values/clock'

/** The pseudonym behind an account, null for someone who never subscribed. */
export function findSubscriber(accountId: string): Promise<Subscriber | null> {
  return Subscriber.findBy('accountId', accountId)
}

/**
 * The subscription that runs now, with its plan: active, or cancelled within this month. One that
 * was cancelled in an earlier month is over, whether or not the night's job has ended it yet.
 */
export function runningSubscription(
  subscriberId: string,
  clock: Clock
): Promise<Subscription | null> {
  const monthStart = clock.now().startOf('month').toSQL()!
  return Subscription.query()
    .where('subscriberId', subscriberId)
    .where((running) =>
      running
        .where('state', 'active')
        .orWhere((cancelled) =>
          cancelled.where('state', 'cancelled').where('cancelledAt', '>=', monthStart)
        )
    )
    .preload('plan')
    .first()
}
