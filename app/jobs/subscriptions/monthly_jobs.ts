import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { askMonthlyFees, subscriptionRail } from '#services/subscriptions/ask_monthly_fees'
import { endCancelledSubscriptions } from '#services/subscriptions/end_cancelled_subscriptions'
import { Clock } from '#values/clock'

/** Every night, not only the first of the month: a night that was missed is made up for. */
const endingJob = defineJob({
  name: 'subscriptions.end_cancelled',
  attempts: 5,
  backoffMs: 60_000,
  async handle() {
    return { ended: await endCancelledSubscriptions(await app.container.make(Clock)) }
  },
})

/** Every night as well; a month's fee is asked for once. */
const feesJob = defineJob({
  name: 'subscriptions.ask_monthly_fees',
  attempts: 5,
  backoffMs: 60_000,
  async handle() {
    const clock = await app.container.make(Clock)
    const actor = { label: 'system' }
    return { asked: await askMonthlyFees({ rail: subscriptionRail(), actor, clock }) }
  },
})

export const subscriptionJobs = [endingJob, feesJob]
