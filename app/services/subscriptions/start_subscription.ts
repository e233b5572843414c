import { randomBytes } from 'node:crypto'
import type Payment from '#models/subscriptions/payment'
import type Subscription from '#models/subscriptions/subscription'
import {
  findSubscriber,
  runningSubscription,
} from '#services/subscriptions/queries/find_subscriber'
import { recordPayment, type RecordPaymentRefusal } from '#services/subscriptions/record_payment'
import { settlePayment, type SettlePaymentRefusal } from '#services/subscriptions/settle_payment'
import { subscribe, type SubscribeRefusal } from '#services/subscriptions/subscribe'
import type { Clock } from '#values/clock'
import { ok, type Result } from '#values/result'

const REFERENCE_BYTES = 5

interface Input {
  accountId: string
  planCode: string
  /** The demo's payment arrives at once; a transfer waits for the bank and the treasurer. */
  rail: Extract<Payment['rail'], 'demo' | 'transfer'>
  clock: Clock
}

type Refusal = SubscribeRefusal | RecordPaymentRefusal | SettlePaymentRefusal

/** A reference that a person can copy into a bank transfer without a mistake. */
function newReference(): string {
  return `PEERFY-${randomBytes(REFERENCE_BYTES).toString('hex').toUpperCase()}`
}

async function openSubscription(input: Input): Promise<Result<Subscription, SubscribeRefusal>> {
  const known = await findSubscriber(input.accountId)
  const running = known ? await runningSubscription(known.id) : null
  return running ? ok(running) : subscribe(input)
}

/**
 * Subscribes a person and asks for the first payment. Asked again while a payment waits, it gives
 * that payment back: a second click is not a second fee.
 */
export async function startSubscription(input: Input): Promise<Result<Payment, Refusal>> {
  const subscription = await openSubscription(input)
  if (!subscription.ok) return subscription
  const waiting = await subscription.value
    .related('payments')
    .query()
    .whereIn('state', ['pending', 'settled'])
    .where('createdAt', '>=', input.clock.now().startOf('month').toJSDate())
    .first()
  if (waiting) return ok(waiting)
  const payment = await recordPayment({
    subscriptionId: subscription.value.id,
    rail: input.rail,
    externalReference: newReference(),
    actor: { label: 'subscriber' },
    clock: input.clock,
  })
  if (!payment.ok || input.rail !== 'demo') return payment
  return settlePayment({
    payment: { paymentId: payment.value.id },
    actor: { label: 'demo' },
    clock: input.clock,
  })
}
