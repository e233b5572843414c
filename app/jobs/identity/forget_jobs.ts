import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { forgetOldSessions } from '#services/identity/sessions'
import { Clock } from '#values/clock'

/** Each night: addresses and devices that the privacy text says are kept two months at most. */
const forgetJob = defineJob({
  name: 'identity.forget_old_sessions',
  attempts: 3,
  backoffMs: 60_000,
  async handle() {
    return forgetOldSessions(await app.container.make(Clock))
  },
})

export const identityJobs = [forgetJob]
