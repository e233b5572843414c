import Plan from '#models/subscriptions/plan'
import Subscriber from '#models/subscriptions/subscriber'
import Subscription from '#models/subscriptions/subscription'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  accountId: string
  planCode: string
  clock: Clock
  /** Only the demo fixes a new subscriber's pseudonym; elsewhere it is random. */
  subscriberId?: string
}

export type SubscribeRefusal = 'unknown_plan' | 'not_on_offer' | 'subscribed_already'

/**
 * Begins a subscription. The account keeps one pseudonym for life, so that a download made before
 * a pause still counts once (P9).
 */
export async function subscribe(input: Input): Promise<Result<Subscription, SubscribeRefusal>> {
  const now = input.clock.now()
  const plan = await Plan.findBy('code', input.planCode)
  if (!plan) return err('unknown_plan')
  const today = now.toISODate()!
  const ended = plan.offeredUntil !== null && plan.offeredUntil.toISODate()! < today
  if (plan.offeredFrom.toISODate()! > today || ended) return err('not_on_offer')

  return db.transaction(async (client) => {
    await client
      .knexQuery()
      .insert({
        id: input.subscriberId ?? newId(),
        account_id: input.accountId,
        created_at: now.toJSDate(),
      })
      .into('subscribers')
      .onConflict('account_id')
      .ignore()
    const subscriber = await Subscriber.query({ client })
      .where('accountId', input.accountId)
      .forUpdate()
      .firstOrFail()
    const running = await Subscription.query({ client })
      .where('subscriberId', subscriber.id)
      .whereNot('state', 'ended')
      .first()
    if (running) return err('subscribed_already' as const)
    const subscription = await Subscription.create(
      {
        id: newId(),
        subscriberId: subscriber.id,
        planId: plan.id,
        state: 'active',
        startedAt: now,
      },
      { client }
    )
    return ok(subscription)
  })
}
