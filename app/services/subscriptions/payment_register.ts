import Payment from '#models/subscriptions/payment'
import PaymentEvent from '#models/subscriptions/payment_event'
import {
  actorAccountId,
  actorLabel,
  recordAuditEvent,
  type Actor,
} from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Which payment, by our id, or by the rail's own reference as its files and webhooks name it. */
export type PaymentKey =
  { paymentId: string } | { rail: Payment['rail']; externalReference: string }

export type PaymentStep = 'recorded' | 'settled' | 'failed' | 'reversed'

interface Witness {
  actor: Actor
  clock: Clock
  reason?: string | null
}

/** The payment, locked until the transaction ends, so that two steps at once wait their turn. */
export function lockPayment(
  key: PaymentKey,
  client: TransactionClientContract
): Promise<Payment | null> {
  const where =
    'paymentId' in key
      ? { id: key.paymentId }
      : { rail: key.rail, externalReference: key.externalReference }
  return Payment.query({ client }).where(where).forUpdate().first()
}

/**
 * Writes a payment's step into its register (append-only), and into the audit trail when a person
 * of the staff did it by hand. Says neither who pays nor from where: the register outlives the
 * person's data.
 */
export async function witness(
  payment: Payment,
  kind: PaymentStep,
  { actor, clock, reason = null }: Witness,
  client: TransactionClientContract
): Promise<void> {
  const event = { id: newId(), paymentId: payment.id, kind, reason, at: clock.now() }
  await PaymentEvent.create({ ...event, actorLabel: actorLabel(actor) }, { client })
  if (actorAccountId(actor) === null) return
  await recordAuditEvent(client, {
    actor,
    action: `subscriptions.payment_${kind}`,
    subject: { type: 'payment', id: payment.id },
    after: { state: payment.state, settled_period: payment.settledPeriod },
    reason,
    clock,
  })
}
