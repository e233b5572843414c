import Payment from '#models/subscriptions/payment'
import Plan from '#models/subscriptions/plan'
import {
  findSubscriber,
  runningSubscription,
} from '#services/subscriptions/queries/find_subscriber'
import subscriptionsConfig from '#config/subscriptions'
import type { Clock } from '#values/clock'

const PAYMENTS_SHOWN = 24

/** What a person sees of their own subscription: the plan, what runs, the latest payments. */
export async function mySubscription(accountId: string, clock: Clock) {
  const plan = await Plan.findByOrFail('code', subscriptionsConfig.plan.code)
  const subscriber = await findSubscriber(accountId)
  if (!subscriber) return { plan, subscription: null, payments: [] }
  const subscription = await runningSubscription(subscriber.id, clock)
  const payments = await Payment.query()
    .where('subscriberId', subscriber.id)
    .orderBy('createdAt', 'desc')
    .limit(PAYMENTS_SHOWN)
  return { plan, subscription, payments }
}
