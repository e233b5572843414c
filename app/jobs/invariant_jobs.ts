import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { runInvariants, watchInvariants } from '#services/invariants/run_invariants'
import { Clock } from '#values/clock'

/** Each night, once everything that belongs to the day is done. */
const nightlyJob = defineJob({
  name: 'invariants.run',
  attempts: 2,
  backoffMs: 600_000,
  async handle() {
    return runInvariants(await app.container.make(Clock))
  },
})

/** Several times an hour: what somebody must hear of at once (P24). */
const watchJob = defineJob({
  name: 'invariants.watch',
  attempts: 2,
  backoffMs: 60_000,
  async handle() {
    return { began: await watchInvariants(await app.container.make(Clock)) }
  },
})

export const invariantJobs = [nightlyJob, watchJob]
