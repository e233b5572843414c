import type Payment from '#models/subscriptions/payment'
import type Subscription from '#models/subscriptions/subscription'
import { endCancelledSubscriptions } from '#services/subscriptions/end_cancelled_subscriptions'
import { feeReference } from '#services/subscriptions/fee_reference'
import {
  findSubscriber,
  runningSubscription,
} from '#services/subscriptions/queries/find_subscriber'
import { recordPayment, type RecordPaymentRefusal } from '#services/subscriptions/record_payment'
import { resumeSubscription } from '#services/subscriptions/resume_subscription'
import { settlePayment, type SettlePaymentRefusal } from '#services/subscriptions/settle_payment'
import { subscribe, type SubscribeRefusal } from '#services/subscriptions/subscribe'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'
import { ok, type Result } from '#values/result'

interface Input {
  accountId: string
  planCode: string
  /** The demo's payment arrives at once; a transfer waits for the bank and the treasurer. */
  rail: Extract<Payment['rail'], 'demo' | 'transfer'>
  clock: Clock
}

export interface Started {
  /** What is awaited of the person this month, or what they have paid for it. */
  payment: Payment
  /** A cancellation was taken back. */
  resumed: boolean
}

type Refusal = SubscribeRefusal | RecordPaymentRefusal | SettlePaymentRefusal

/** The one that runs, its cancellation taken back; a new one where the last is over. */
async function openSubscription(
  input: Input
): Promise<Result<{ subscription: Subscription; resumed: boolean }, SubscribeRefusal>> {
  const { accountId, clock } = input
  const known = await findSubscriber(accountId)
  const running = known ? await runningSubscription(known.id, clock) : null
  const resumed = running ? await resumeSubscription(running.id, clock) : null
  if (resumed) return ok({ subscription: resumed, resumed: running!.state === 'cancelled' })
  if (known) await endCancelledSubscriptions(clock, known.id)
  const begun = await subscribe(input)
  return begun.ok ? ok({ subscription: begun.value, resumed: false }) : begun
}

/** What was asked of the subscription this month and has not gone wrong. */
function awaitedOrPaid(subscription: Subscription, clock: Clock): Promise<Payment | null> {
  return subscription
    .related('payments')
    .query()
    .whereIn('state', ['pending', 'settled'])
    .where('createdAt', '>=', clock.now().startOf('month').toJSDate())
    .first()
}

/** The month's own reference first; after a failure another, since a payment fails for good. */
async function newReference(subscription: Subscription, input: Input): Promise<string> {
  const failed = await subscription
    .related('payments')
    .query()
    .where('createdAt', '>=', input.clock.now().startOf('month').toJSDate())
  const reference = feeReference(input.rail, subscription.id, periodOf(input.clock.now()))
  return failed.length === 0 ? reference : `${reference}-${failed.length + 1}`
}

/**
 * Subscribes a person and asks for the first payment; somebody who had cancelled goes on where
 * they were. Asked again while a payment waits, it gives that payment back: a second click is not
 * a second fee.
 */
export async function startSubscription(input: Input): Promise<Result<Started, Refusal>> {
  const opened = await openSubscription(input)
  if (!opened.ok) return opened
  const { subscription, resumed } = opened.value
  const waiting = await awaitedOrPaid(subscription, input.clock)
  const payment = waiting ? ok(waiting) : await askFirstFee(subscription, input)
  return payment.ok ? ok({ payment: payment.value, resumed }) : payment
}

async function askFirstFee(
  subscription: Subscription,
  input: Input
): Promise<Result<Payment, Exclude<Refusal, SubscribeRefusal>>> {
  const payment = await recordPayment({
    subscriptionId: subscription.id,
    rail: input.rail,
    externalReference: await newReference(subscription, input),
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
