import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { forgetUnsignedApplications } from '#services/membership/applications/forget_unsigned'
import { Clock } from '#values/clock'

/** Each night: applications that were typed and never signed. */
const forgetJob = defineJob({
  name: 'membership.forget_unsigned_applications',
  attempts: 3,
  backoffMs: 60_000,
  async handle() {
    return forgetUnsignedApplications(await app.container.make(Clock))
  },
})

export const applicationJobs = [forgetJob]
