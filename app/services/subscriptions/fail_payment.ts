import type Payment from '#models/subscriptions/payment'
import type { Actor } from '#services/identity/record_audit_event'
import { lockPayment, witness, type PaymentKey } from '#services/subscriptions/payment_register'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  payment: PaymentKey
  /** The rail's reason code or the staff's words. */
  reason: string
  actor: Actor
  clock: Clock
}

export type FailPaymentRefusal = 'unknown_payment' | 'settled' | 'reversed'

/** A payment that will not arrive: nothing is owed, nothing is counted. Twice changes nothing. */
export async function failPayment(input: Input): Promise<Result<Payment, FailPaymentRefusal>> {
  const { actor, clock, reason } = input
  return db.transaction(async (client) => {
    const payment = await lockPayment(input.payment, client)
    if (!payment) return err('unknown_payment' as const)
    if (payment.state === 'failed') return ok(payment)
    if (payment.state !== 'pending') return err(payment.state)
    await payment.merge({ state: 'failed' }).save()
    await witness(payment, 'failed', { actor, clock, reason }, client)
    return ok(payment)
  })
}
