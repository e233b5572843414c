import type Payment from '#models/subscriptions/payment'
import Subscription from '#models/subscriptions/subscription'
import type { Actor } from '#services/identity/record_audit_event'
import { recordPayment } from '#services/subscriptions/record_payment'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'

interface Input {
  rail: Payment['rail']
  actor: Actor
  clock: Clock
}

/** The reference of the fee that a subscription owes for a month: one per month, whoever asks. */
export function feeReference(subscriptionId: string, period: string): string {
  return `${period}-${subscriptionId}`
}

/**
 * Asks every active subscription for the fee of the current month, unless it was asked for one in
 * this month already (a new subscription pays on its first day). Asking again changes nothing,
 * since a month's fee has one reference.
 *
 * @returns how many fees were asked for
 */
export async function askMonthlyFees({ rail, actor, clock }: Input): Promise<number> {
  const now = clock.now()
  const period = periodOf(now)
  const subscriptions = await Subscription.query()
    .where('state', 'active')
    .whereDoesntHave('payments', (payments) =>
      payments.where('createdAt', '>=', now.startOf('month').toJSDate())
    )
    .orderBy('id')
  for (const { id } of subscriptions) {
    const externalReference = feeReference(id, period)
    const asked = { subscriptionId: id, rail, externalReference, actor, clock }
    const outcome = await recordPayment(asked)
    if (!outcome.ok && outcome.error !== 'subscription_ended') {
      throw new Error(`The fee of subscription ${id} for ${period} was refused: ${outcome.error}`)
    }
  }
  return subscriptions.length
}
