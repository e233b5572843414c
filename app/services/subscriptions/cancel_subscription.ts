import Subscription from '#models/subscriptions/subscription'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

export type CancelRefusal = 'unknown_subscription' | 'ended'

/**
 * Cancels a subscription: no further payment is asked, and it runs to the end of the month that
 * is paid. Cancelling twice changes nothing.
 */
export async function cancelSubscription(
  subscriptionId: string,
  clock: Clock
): Promise<Result<Subscription, CancelRefusal>> {
  return db.transaction(async (client) => {
    const subscription = await Subscription.query({ client })
      .where('id', subscriptionId)
      .forUpdate()
      .first()
    if (!subscription) return err('unknown_subscription' as const)
    if (subscription.state === 'ended') return err('ended' as const)
    if (subscription.state === 'cancelled') return ok(subscription)
    subscription.merge({ state: 'cancelled', cancelledAt: clock.now() })
    return ok(await subscription.save())
  })
}
