import Subscription from '#models/subscriptions/subscription'
import type { Clock } from '#values/clock'
import db from '@adonisjs/lucid/services/db'

/**
 * Takes a cancellation back while the month that was paid still runs: the subscription goes on as
 * if nobody had cancelled, and the next month's fee is asked as usual. Null when its month is over
 * or it has ended; twice changes nothing.
 */
export async function resumeSubscription(
  subscriptionId: string,
  clock: Clock
): Promise<Subscription | null> {
  return db.transaction(async (client) => {
    const subscription = await Subscription.query({ client })
      .where('id', subscriptionId)
      .forUpdate()
      .firstOrFail()
    if (subscription.state === 'active') return subscription
    const monthStart = clock.now().startOf('month')
    if (subscription.state === 'ended' || subscription.cancelledAt! < monthStart) return null
    return subscription.merge({ state: 'active', cancelledAt: null }).save()
  })
}
