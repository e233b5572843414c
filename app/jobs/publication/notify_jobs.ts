import app from '@adonisjs/core/services/app'
import chainConfig from '#config/chain'
import { defineJob } from '#jobs/job'
import { QueueManager } from '#jobs/queue'
import { notifyStatements } from '#services/publication/notices/notify_statements'
import { monthsToTell } from '#services/publication/notices/waiting_notices'
import { Clock } from '#values/clock'

type Payload = { period: string; revision: number }

/** Tells everybody with a statement that the month is published; more of them do no harm. */
export const notifyJob = defineJob<Payload>({
  name: 'publication.notify',
  attempts: 8,
  backoffMs: 30_000,
  async handle({ period, revision }) {
    const clock = await app.container.make(Clock)
    return notifyStatements({ period, revision, clock })
  },
})

/** Takes up notices whose job was lost with a queue, or that a mail server refused all day. */
export const notifyLeftJob = defineJob({
  name: 'publication.notify_left',
  attempts: 1,
  backoffMs: 1_000,
  async handle() {
    const clock = await app.container.make(Clock)
    for (const month of await monthsToTell(clock, chainConfig.noticesWithinDays)) {
      await enqueueNotices(month)
    }
  },
})

export async function enqueueNotices(payload: Payload): Promise<void> {
  const manager = await app.container.make(QueueManager)
  await manager.queue.add(notifyJob.name, payload, manager.jobOptions(notifyJob))
}

export const noticeJobs = [notifyJob, notifyLeftJob]
