import { must } from '#services/demo/seed/must'
import { DEMO_ACTOR, subscriberIdOf } from '#services/demo/seed/seed_people'
import type { Timeline } from '#services/demo/seed/timeline'
import { feeReference } from '#services/subscriptions/fee_reference'
import { runningSubscription } from '#services/subscriptions/queries/find_subscriber'
import { reversePayment } from '#services/subscriptions/reverse_payment'

/** Whose fee of two months ago goes back in the month after, once that month was published. */
const REFUNDED = 'subscriber-05'
const PAID_MONTHS_AGO = 2

/** A fee of a published month goes back: the next month's statements show the correction (P15). */
export async function refundAfterPublication(timeline: Timeline): Promise<void> {
  const subscription = await runningSubscription(
    subscriberIdOf(REFUNDED),
    timeline.on(PAID_MONTHS_AGO, 9, 11)
  )
  const externalReference = feeReference('demo', subscription!.id, timeline.period(PAID_MONTHS_AGO))
  must(
    await reversePayment({
      payment: { rail: 'demo', externalReference },
      reason: 'Remboursement accordé par l’équipe : demande reçue après la publication',
      actor: DEMO_ACTOR,
      clock: timeline.on(PAID_MONTHS_AGO - 1, 9, 11),
    })
  )
}
