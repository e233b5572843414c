import { must } from '#services/demo/seed/must'
import { DEMO_ACTOR, subscriberIdOf } from '#services/demo/seed/seed_people'
import type { Timeline } from '#services/demo/seed/timeline'
import { feeReference } from '#services/subscriptions/ask_monthly_fees'
import { runningSubscription } from '#services/subscriptions/queries/find_subscriber'
import { reversePayment } from '#services/subscriptions/reverse_payment'

/** Who listened and paid last month, and asked for the money back once the month was published. */
const REFUNDED = 'subscriber-05'

/** A fee of a published month goes back: the open month shows the corrections (P15). */
export async function refundAfterPublication(timeline: Timeline): Promise<void> {
  const subscription = await runningSubscription(subscriberIdOf(REFUNDED))
  const externalReference = feeReference(subscription!.id, timeline.period(1))
  must(
    await reversePayment({
      payment: { rail: 'demo', externalReference },
      reason: 'Remboursement accordé par l’équipe : demande reçue après la publication',
      actor: DEMO_ACTOR,
      clock: timeline.on(0, 9, 11),
    })
  )
}
