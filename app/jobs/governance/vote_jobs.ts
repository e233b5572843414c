import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { openDueWindows } from '#services/governance/votes/open_due_windows'
import { Clock } from '#values/clock'

/** Every minute: votes from afar open at their hour (C23). */
const remoteVotesJob = defineJob({
  name: 'governance.open_remote_votes',
  attempts: 3,
  backoffMs: 5_000,
  async handle() {
    return openDueWindows(await app.container.make(Clock))
  },
})

export const voteJobs = [remoteVotesJob]
