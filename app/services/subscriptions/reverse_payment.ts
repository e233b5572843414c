import type Payment from '#models/subscriptions/payment'
import type { Actor } from '#services/identity/record_audit_event'
import { postPaymentReversed } from '#services/ledger/post_payment'
import { announcePayment } from '#services/subscriptions/events'
import { ledgerFact, ledgerPayment } from '#services/subscriptions/ledger_payment'
import { lockPayment, witness, type PaymentKey } from '#services/subscriptions/payment_register'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  payment: PaymentKey
  /** The rail's reason code (MD06, AC04 …) or the staff's words. */
  reason: string
  actor: Actor
  clock: Clock
}

export type ReversePaymentRefusal = 'unknown_payment' | 'reason_missing' | 'not_settled' | 'failed'

/**
 * The money went back (refund, direct-debit return). The month in which it settled stays on the
 * payment: before that month is frozen it is simply no longer counted, after that it becomes an
 * adjustment in the open month (P15), which the higher domain makes when it hears of it. Posts the
 * reversal to the ledger. Reversing twice changes nothing.
 */
export async function reversePayment(
  input: Input
): Promise<Result<Payment, ReversePaymentRefusal>> {
  const { actor, clock } = input
  const reason = input.reason.trim()
  if (reason === '') return err('reason_missing')
  const outcome = await db.transaction(async (client) => {
    const payment = await lockPayment(input.payment, client)
    if (!payment) return err('unknown_payment' as const)
    if (payment.state === 'reversed') return ok({ payment, moved: false })
    if (payment.state === 'pending') return err('not_settled' as const)
    if (payment.state === 'failed') return err('failed' as const)
    await payment.merge({ state: 'reversed', reversedAt: clock.now() }).save()
    await witness(payment, 'reversed', { actor, clock, reason }, client)
    await postPaymentReversed(ledgerPayment(payment), ledgerFact(actor, clock), client)
    return ok({ payment, moved: true })
  })
  if (!outcome.ok) return outcome
  return ok(await announcePayment('subscriptions:payment_reversed', outcome.value))
}
