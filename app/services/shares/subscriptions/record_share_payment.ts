import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member from '#models/membership/member'
import type ShareMovement from '#models/shares/share_movement'
import SharePayment from '#models/shares/share_payment'
import ShareSubscription from '#models/shares/share_subscription'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import { payCalls } from '#services/shares/calls/pay_calls'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { maySubscribe } from '#services/shares/subscriptions/may_subscribe'
import {
  assertBankLine,
  postShareMoney,
  type BankLine,
} from '#services/shares/subscriptions/post_share_money'
import { registerSubscription } from '#services/shares/subscriptions/register_subscription'
import type { Result } from '#values/result'

export type SharePaymentOutcome = {
  payment: SharePayment
  subscription: ShareSubscription
  /** The shares registered, or the paid-up part added, by this money. */
  movement: ShareMovement | null
  /** Enough is in, but a gate of the register keeps the shares waiting; the money is safe. */
  waiting: SharesRefusal | null
}

/**
 * Records money that the bank shows for a subscription. Before registration it waits on account
 * 4563; once enough is in, the shares are registered and their holder is a member (C07, C08). Later
 * money pays what was called, the first due first, and what was not called yet. The same line of
 * the bank again changes nothing.
 */
export function recordSharePayment(
  input: BankLine & { subscriptionId: string },
  client?: TransactionClientContract
): Promise<Result<SharePaymentOutcome, SharesRefusal>> {
  return inRegister(async (trx) => {
    assertBankLine(input)
    const subscription = await ShareSubscription.query({ client: trx })
      .where('id', input.subscriptionId)
      .forUpdate()
      .first()
    if (!subscription) throw new SharesError('unknown_subscription')
    const known = await knownLine(trx, input)
    if (known) return { payment: known, subscription, movement: null, waiting: null }
    await assertMayPay(trx, subscription, input.amountCents)
    const outcome = await (subscription.state === 'registered'
      ? payMore(trx, subscription, input)
      : payFirst(trx, subscription, input))
    const { actor, clock } = input
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.record_payment',
      subject: { type: 'share_subscription', id: subscription.id },
      after: {
        bank_reference: input.bankReference,
        amount_cents: input.amountCents,
        movement: outcome.movement?.number ?? null,
        waiting: outcome.waiting?.code ?? null,
      },
      clock,
    })
    return { ...outcome, subscription }
  }, client)
}

async function knownLine(
  trx: TransactionClientContract,
  { bankReference, subscriptionId, amountCents }: BankLine & { subscriptionId: string }
) {
  const known = await SharePayment.query({ client: trx })
    .where('bankReference', bankReference)
    .first()
  if (!known) return null
  const isSame =
    known.subscriptionId === subscriptionId &&
    known.amountCents === amountCents &&
    known.kind === 'receipt'
  if (!isSame) throw new SharesError('reference_reused')
  return known
}

async function assertMayPay(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  amountCents: bigint
) {
  if (subscription.state === 'cancelled') throw new SharesError('subscription_cancelled')
  if (amountCents > subscription.leftCents) {
    throw new SharesError('too_much', { left_cents: String(subscription.leftCents) })
  }
  const member = await Member.query({ client: trx })
    .where('id', subscription.memberId)
    .firstOrFail()
  const isHolder = subscription.state === 'registered' ? member.isActive : maySubscribe(member)
  if (!isHolder) throw new SharesError('member_has_left')
}

async function payFirst(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  line: BankLine
) {
  const payment = await postShareMoney(trx, subscription, {
    ...line,
    kind: 'receipt',
    against: 'membersReceived',
  })
  subscription.receivedCents += line.amountCents
  await subscription.useTransaction(trx).save()
  if (!subscription.isEnoughIn) return { payment, movement: null, waiting: null }
  const registered = await registerSubscription(trx, subscription, line)
  return registered.ok
    ? { payment, movement: registered.value, waiting: null }
    : { payment, movement: null, waiting: registered.error }
}

async function payMore(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  line: BankLine
) {
  const payment = await postShareMoney(trx, subscription, {
    ...line,
    kind: 'receipt',
    against: 'membersCalled',
  })
  const movement = await payCalls(trx, subscription, line)
  return { payment, movement, waiting: null }
}
