import Account from '#models/identity/account'
import type Payment from '#models/subscriptions/payment'
import type { Actor } from '#services/identity/record_audit_event'
import {
  findSubscriber,
  runningSubscription,
} from '#services/subscriptions/queries/find_subscriber'
import { recordPayment, type RecordPaymentRefusal } from '#services/subscriptions/record_payment'
import type { Clock } from '#values/clock'
import { err, type Result } from '#values/result'

export type TransferRefusal = RecordPaymentRefusal | 'unknown_email' | 'not_subscribed'

/**
 * Records a transfer that the bank shows and nobody was asked for, for the person whom the
 * treasurer names by e-mail. It waits to be settled like any other payment.
 *
 * @param grossCents in cents, VAT included
 */
export async function recordTransferReceived(input: {
  email: string
  grossCents: bigint
  /** What the bank's statement says; the same one again is the same payment. */
  reference: string
  actor: Actor
  clock: Clock
}): Promise<Result<Payment, TransferRefusal>> {
  const account = await Account.query().where('email', input.email).whereNull('closed_at').first()
  if (!account) return err('unknown_email' as const)
  const subscriber = await findSubscriber(account.id)
  const subscription = subscriber ? await runningSubscription(subscriber.id, input.clock) : null
  if (!subscription) return err('not_subscribed' as const)
  return recordPayment({
    subscriptionId: subscription.id,
    rail: 'transfer',
    externalReference: input.reference,
    grossCents: input.grossCents,
    actor: input.actor,
    clock: input.clock,
  })
}
