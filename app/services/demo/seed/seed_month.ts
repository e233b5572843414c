import subscriptionsConfig from '#config/subscriptions'
import trackerConfig from '#config/tracker'
import { SUBSCRIBERS, type CastSubscriber } from '#services/demo/cast_subscribers'
import { must } from '#services/demo/seed/must'
import { workIdOf } from '#services/demo/seed/seed_catalogue'
import { accountIdOf, DEMO_ACTOR, subscriberIdOf } from '#services/demo/seed/seed_people'
import { seedCauseChoices } from '#services/demo/seed/seed_policy'
import type { Timeline } from '#services/demo/seed/timeline'
import { plannedDownloads } from '#services/demo/usage_plan'
import { feeReference } from '#services/subscriptions/fee_reference'
import { failPayment } from '#services/subscriptions/fail_payment'
import { runningSubscription } from '#services/subscriptions/queries/find_subscriber'
import { recordPayment } from '#services/subscriptions/record_payment'
import { reversePayment } from '#services/subscriptions/reverse_payment'
import { settlePayment } from '#services/subscriptions/settle_payment'
import { subscribe } from '#services/subscriptions/subscribe'
import { issueAnnounceToken } from '#services/tracker/issue_announce_token'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { recordCompletions } from '#services/tracker/record_completions'

/** Fees that did not go well: `months ago` they failed, or were paid back within the month. */
const FAILED: Record<string, number> = { 'subscriber-17': 2, 'subscriber-26': 0 }
const PAID_BACK: Record<string, number> = { 'subscriber-11': 2 }

/** One month of the demo: who joined, who paid, who chose causes, who downloaded what. */
export async function seedMonth(timeline: Timeline, monthsAgo: number): Promise<void> {
  const here = SUBSCRIBERS.filter((one) => one.joinedMonthsAgo >= monthsAgo)
  for (const person of here) {
    if (person.joinedMonthsAgo === monthsAgo) await join(person, timeline)
    await pay(person, timeline, monthsAgo)
  }
  await seedCauseChoices(timeline, monthsAgo)
  await download(timeline, monthsAgo)
}

async function join({ key, joinedMonthsAgo }: CastSubscriber, timeline: Timeline): Promise<void> {
  must(
    await subscribe({
      accountId: accountIdOf(key),
      planCode: subscriptionsConfig.plan.code,
      clock: timeline.on(joinedMonthsAgo, 1, 8),
      subscriberId: subscriberIdOf(key),
    })
  )
}

/** Asked for on the first of the month, arrived on the person's day: later than today is pending. */
async function pay(person: CastSubscriber, timeline: Timeline, monthsAgo: number): Promise<void> {
  const subscription = await runningSubscription(
    subscriberIdOf(person.key),
    timeline.on(monthsAgo, 1, 9)
  )
  const period = timeline.period(monthsAgo)
  const asked = must(
    await recordPayment({
      subscriptionId: subscription!.id,
      rail: 'demo',
      externalReference: feeReference('demo', subscription!.id, period),
      actor: DEMO_ACTOR,
      clock: timeline.on(monthsAgo, 1, 9),
    })
  )
  if (!timeline.hasCome(monthsAgo, person.paymentDay)) return
  const clock = timeline.on(monthsAgo, person.paymentDay)
  const step = { payment: { paymentId: asked.id }, actor: DEMO_ACTOR, clock }
  if (FAILED[person.key] === monthsAgo) {
    must(await failPayment({ ...step, reason: 'AM04 : provision insuffisante' }))
    return
  }
  must(await settlePayment(step))
  if (PAID_BACK[person.key] !== monthsAgo) return
  const later = timeline.on(monthsAgo, 24)
  must(await reversePayment({ ...step, clock: later, reason: 'MD06 : remboursement demandé' }))
}

/** Through the tracker's own counting, in the order of time: tokens, completions, hash chain. */
async function download(timeline: Timeline, monthsAgo: number): Promise<void> {
  for (const planned of plannedDownloads(monthsAgo)) {
    const clock = timeline.within(monthsAgo, planned.moment)
    const subscriberId = subscriberIdOf(planned.subscriber)
    const workId = workIdOf(planned.work)
    await lucidDatabase.transaction(async (client) => {
      const tokenKey = trackerConfig.tokenKey
      await issueAnnounceToken(client, { subscriberId, workId, tokenKey, clock })
      const { rows } = await client.query(
        `SELECT id FROM announce_tokens WHERE subscriber_id = $1 AND work_id = $2`,
        [subscriberId, workId]
      )
      const { evidence } = planned
      const completions = [{ tokenId: rows[0].id, subscriberId, workId, evidence }]
      await recordCompletions(client, { completions, clock })
    })
  }
}
