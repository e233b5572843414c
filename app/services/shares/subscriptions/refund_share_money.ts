import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import SharePayment from '#models/shares/share_payment'
import ShareSubscription from '#models/shares/share_subscription'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import {
  assertBankLine,
  postShareMoney,
  type BankLine,
} from '#services/shares/subscriptions/post_share_money'
import type { Result } from '#values/result'

/**
 * Gives back money that a correction set free: it came in for a subscription and is no part of it
 * any more. What still counts towards the subscription goes back only when it is voided.
 */
export function refundShareMoney(
  input: BankLine & { subscriptionId: string }
): Promise<Result<SharePayment, SharesRefusal>> {
  const { subscriptionId, amountCents, bankReference, actor, clock } = input
  return inRegister(async (trx) => {
    assertBankLine(input)
    const subscription = await ShareSubscription.query({ client: trx })
      .where('id', subscriptionId)
      .forUpdate()
      .first()
    if (!subscription) throw new SharesError('unknown_subscription')
    const free = await freeMoney(trx, subscription)
    if (amountCents > free) throw new SharesError('too_much', { left_cents: String(free) })
    const line = { ...input, kind: 'refund', against: 'membersReceived' } as const
    const payment = await postShareMoney(trx, subscription, line)
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.refund_money',
      subject: { type: 'share_subscription', id: subscriptionId },
      after: { amount_cents: amountCents, bank_reference: bankReference },
      clock,
    })
    return payment
  })
}

async function freeMoney(
  trx: TransactionClientContract,
  { id, receivedCents }: ShareSubscription
): Promise<bigint> {
  const payments = await SharePayment.query({ client: trx }).where('subscriptionId', id)
  const kept = payments.reduce(
    (sum, { kind, amountCents }) => sum + (kind === 'receipt' ? amountCents : -amountCents),
    0n
  )
  return kept - receivedCents
}
