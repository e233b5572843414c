import type Payment from '#models/subscriptions/payment'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import type { LedgerPayment } from '#services/ledger/post_payment'
import type { Clock } from '#values/clock'

/** A payment as the ledger wants it, in cents. */
export function ledgerPayment(payment: Payment): LedgerPayment {
  const { id, subscriberId, grossCents, vatCents, paymentFeeCents } = payment
  return { paymentId: id, subscriberId, grossCents, vatCents, paymentFeeCents }
}

export function ledgerFact(actor: Actor, clock: Clock) {
  const at = clock.now()
  return { at, postedAt: at, postedBy: actorLabel(actor) }
}
