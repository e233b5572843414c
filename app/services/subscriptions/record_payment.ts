import subscriptionsConfig from '#config/subscriptions'
import Payment from '#models/subscriptions/payment'
import Subscription from '#models/subscriptions/subscription'
import type { Actor } from '#services/identity/record_audit_event'
import { lockPayment, witness } from '#services/subscriptions/payment_register'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  subscriptionId: string
  rail: Payment['rail']
  /** The rail's own name for the payment: the same one again is the same payment. */
  externalReference: string
  /** In cents, VAT included; absent: the plan's price. */
  grossCents?: bigint
  actor: Actor
  clock: Clock
  id?: string
}

export type RecordPaymentRefusal =
  'unknown_subscription' | 'subscription_ended' | 'not_positive' | 'reference_reused'

/**
 * Records a payment that was asked for and has not arrived yet. The price, the VAT rate and the
 * rail's fee are those of the day and stay with it. Recording it again by the same external
 * reference changes nothing; the same reference for something else is refused.
 */
export async function recordPayment(input: Input): Promise<Result<Payment, RecordPaymentRefusal>> {
  const { subscriptionId, rail, externalReference, actor, clock } = input
  return db.transaction(async (client) => {
    const subscription = await Subscription.query({ client })
      .where('id', subscriptionId)
      .preload('plan')
      .forUpdate()
      .first()
    if (!subscription) return err('unknown_subscription' as const)
    const grossCents = input.grossCents ?? subscription.plan.priceCents
    if (grossCents <= 0n) return err('not_positive' as const)
    const known = await lockPayment({ rail, externalReference }, client)
    if (known) {
      const same = known.subscriptionId === subscriptionId && known.grossCents === grossCents
      return same ? ok(known) : err('reference_reused' as const)
    }
    if (subscription.state === 'ended') return err('subscription_ended' as const)
    const payment = await Payment.create(
      {
        id: input.id ?? newId(),
        subscriptionId,
        subscriberId: subscription.subscriberId,
        rail,
        externalReference,
        grossCents,
        vatRateBp: subscription.plan.vatRateBp,
        paymentFeeCents: subscriptionsConfig.paymentFeeCents[rail],
        state: 'pending',
        createdAt: clock.now(),
      },
      { client }
    )
    await witness(payment, 'recorded', { actor, clock }, client)
    return ok(payment)
  })
}
