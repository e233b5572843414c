import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { QueueManager } from '#jobs/queue'
import { sheetsToTell, tellPayees } from '#services/licensing/tell_payees'
import { Clock } from '#values/clock'

/** A sheet older than this is the office's to speak about, not a lost job's. */
const LEFT_WITHIN_DAYS = 7

type Payload = { splitSheetId: string }

/** Tells the payees of a sheet that their share waits; more of them do no harm. */
const tellPayeesJob = defineJob<Payload>({
  name: 'licensing.tell_payees',
  attempts: 8,
  backoffMs: 30_000,
  async handle({ splitSheetId }) {
    return tellPayees({ splitSheetId, clock: await app.container.make(Clock) })
  },
})

/** Takes up mails whose job was lost with a queue, or that a mail server refused all day. */
const tellLeftJob = defineJob({
  name: 'licensing.tell_left',
  attempts: 1,
  backoffMs: 1_000,
  async handle() {
    const clock = await app.container.make(Clock)
    for (const id of await sheetsToTell(clock, LEFT_WITHIN_DAYS)) await enqueueTelling(id)
  },
})

export async function enqueueTelling(splitSheetId: string): Promise<void> {
  const manager = await app.container.make(QueueManager)
  await manager.dispatch(tellPayeesJob, { splitSheetId })
}

export const shareJobs = [tellPayeesJob, tellLeftJob]
