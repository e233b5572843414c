import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { defineJob } from '#jobs/job'
import { endSilentPresences } from '#services/governance/attendance/remote_presence'
import { closeDueVotes } from '#services/governance/votes/close_due_votes'
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

/** Every minute: whose page is silent is not there from afar any more (C20). */
const silentPresencesJob = defineJob({
  name: 'governance.end_silent_presences',
  attempts: 1,
  backoffMs: 1_000,
  async handle() {
    return endSilentPresences(db, await app.container.make(Clock))
  },
})

/** Every minute: votes that end by the clock are counted. */
const dueVotesJob = defineJob({
  name: 'governance.close_due_votes',
  attempts: 1,
  backoffMs: 1_000,
  async handle() {
    return closeDueVotes(await app.container.make(Clock))
  },
})

export const voteJobs = [remoteVotesJob, silentPresencesJob, dueVotesJob]
