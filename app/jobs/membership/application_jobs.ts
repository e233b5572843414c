import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { eraseOldApplications } from '#services/membership/applications/erase_applications'
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

/** Each night: what was refused or withdrawn so long ago that nobody asks any more. */
const eraseJob = defineJob({
  name: 'membership.erase_old_applications',
  attempts: 3,
  backoffMs: 60_000,
  async handle() {
    return eraseOldApplications(await app.container.make(Clock))
  },
})

export const applicationJobs = [forgetJob, eraseJob]
