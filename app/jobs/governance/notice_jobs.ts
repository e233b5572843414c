import app from '@adonisjs/core/services/app'
import { defineJob } from '#jobs/job'
import { QueueManager } from '#jobs/queue'
import { meetingsToTell, queueReminders } from '#services/governance/notices/remind'
import { sendNotices } from '#services/governance/notices/send_notices'
import { Clock } from '#values/clock'

type Payload = { assemblyId: string }

/** Sends what a meeting's members are to be told; more of them do no harm. */
export const sendNoticesJob = defineJob<Payload>({
  name: 'governance.send_notices',
  attempts: 8,
  backoffMs: 30_000,
  async handle({ assemblyId }, context) {
    const clock = await app.container.make(Clock)
    return sendNotices({ assemblyId, clock, progress: (figure) => context.progress(figure) })
  },
})

/** Takes up messages whose job was lost with a queue, or that a mail server refused all day. */
const noticesLeftJob = defineJob({
  name: 'governance.send_notices_left',
  attempts: 1,
  backoffMs: 1_000,
  async handle() {
    for (const assemblyId of await meetingsToTell()) await enqueueNotices(assemblyId)
  },
})

/** In the morning, some days before a meeting. */
const remindersJob = defineJob({
  name: 'governance.remind',
  attempts: 3,
  backoffMs: 300_000,
  async handle() {
    const clock = await app.container.make(Clock)
    for (const assemblyId of await queueReminders(clock)) await enqueueNotices(assemblyId)
  },
})

export async function enqueueNotices(assemblyId: string): Promise<void> {
  const manager = await app.container.make(QueueManager)
  await manager.dispatch(sendNoticesJob, { assemblyId })
}

export const meetingNoticeJobs = [sendNoticesJob, noticesLeftJob, remindersJob]
