import Subscriber from '#models/subscriptions/subscriber'
import Subscription from '#models/subscriptions/subscription'

/** The pseudonym behind an account, null for someone who never subscribed. */
export function findSubscriber(accountId: string): Promise<Subscriber | null> {
  return Subscriber.findBy('accountId', accountId)
}

/** The subscription that runs (active, or cancelled and not over yet), with its plan. */
export function runningSubscription(subscriberId: string): Promise<Subscription | null> {
  return Subscription.query()
    .where('subscriberId', subscriberId)
    .whereNot('state', 'ended')
    .preload('plan')
    .first()
}
