import type Payment from '#models/subscriptions/payment'
import type { Actor } from '#services/identity/record_audit_event'
import { postPaymentSettled } from '#services/ledger/post_payment'
import { announcePayment } from '#services/subscriptions/events'
import { ledgerFact, ledgerPayment } from '#services/subscriptions/ledger_payment'
import { lockMonth } from '#services/subscriptions/lock_month'
import { lockPayment, witness, type PaymentKey } from '#services/subscriptions/payment_register'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  payment: PaymentKey
  /** What the bank really took, in cents; absent: what its rail usually takes. */
  paymentFeeCents?: bigint
  actor: Actor
  clock: Clock
}

export type SettlePaymentRefusal = 'unknown_payment' | 'failed' | 'reversed' | 'fee_above_amount'

/**
 * The money has arrived. The payment counts in the month of this moment in Paris, whatever month
 * it was asked for; a month that is over is never touched (P15). Posts the sale and the receipt to
 * the ledger in the same transaction. Settling twice changes nothing.
 *
 * @throws MonthBeingClosedError when the clock still says a month whose close has begun
 */
export async function settlePayment(input: Input): Promise<Result<Payment, SettlePaymentRefusal>> {
  const { actor, clock } = input
  const outcome = await db.transaction(async (client) => {
    const payment = await lockPayment(input.payment, client)
    if (!payment) return err('unknown_payment' as const)
    if (payment.state === 'settled') return ok({ payment, moved: false })
    if (payment.state !== 'pending') return err(payment.state)
    const taken = input.paymentFeeCents ?? payment.paymentFeeCents
    if (taken > payment.grossCents && input.paymentFeeCents !== undefined) {
      return err('fee_above_amount' as const)
    }
    const now = await lockMonth(client, clock)
    payment.merge({ state: 'settled', settledAt: now, settledPeriod: periodOf(now) })
    await payment.merge({ paymentFeeCents: taken }).save()
    await witness(payment, 'settled', { actor, clock }, client)
    await postPaymentSettled(ledgerPayment(payment), ledgerFact(actor, clock), client)
    return ok({ payment, moved: true })
  })
  if (!outcome.ok) return outcome
  return ok(await announcePayment('subscriptions:payment_settled', outcome.value))
}
