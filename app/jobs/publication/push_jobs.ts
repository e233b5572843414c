import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import chainConfig from '#config/chain'
import { defineJob } from '#jobs/job'
import { enqueueNotices } from '#jobs/publication/notify_jobs'
import { QueueManager } from '#jobs/queue'
import ChainTransaction from '#models/publication/chain_transaction'
import { PublicationError } from '#services/publication/errors'
import { pushPublication } from '#services/publication/push_publication'
import { Clock } from '#values/clock'

type Payload = { transactionId: string }

/**
 * Pushes one publication and comes back until it is verified or has failed. What stands in the way
 * outside (a node that is away, no funds) is written on the row and tried again: it needs no one.
 */
export const pushJob = defineJob<Payload>({
  name: 'publication.push',
  attempts: 5,
  backoffMs: chainConfig.pushAgainAfterMs,
  async handle({ transactionId }) {
    const clock = await app.container.make(Clock)
    try {
      const { state, waiting } = await pushPublication({ transactionId, clock })
      if (state === 'verified') await enqueueNotices(await monthOf(transactionId))
      else if (waiting) await enqueuePush(transactionId, chainConfig.pushAgainAfterMs)
    } catch (error) {
      if (!(error instanceof PublicationError) || error.code === 'unknown_transaction') throw error
      await enqueuePush(transactionId, chainConfig.troubleRetryAfterMs)
    }
  },
})

async function monthOf(transactionId: string): Promise<{ period: string; revision: number }> {
  const { period, revision } = await ChainTransaction.findOrFail(transactionId)
  return { period, revision }
}

/** Takes up publications that nobody has pushed for a while: their job was lost with a queue. */
export const reviveJob = defineJob({
  name: 'publication.revive',
  attempts: 1,
  backoffMs: 1_000,
  async handle() {
    const clock = await app.container.make(Clock)
    const since = clock.now().minus({ milliseconds: chainConfig.reviveAfterMs }).toISO()
    const { rows } = await db.rawQuery(
      `SELECT id FROM chain_transactions
        WHERE state NOT IN ('verified', 'failed') AND updated_at < :since`,
      { since }
    )
    for (const { id } of rows) await enqueuePush(id)
  },
})

/** Puts a push on the queue; more of them than needed do no harm. */
export async function enqueuePush(transactionId: string, delayMs = 0): Promise<void> {
  const { queue, jobOptions } = await queueManager()
  await queue.add(pushJob.name, { transactionId }, { ...jobOptions, delay: delayMs })
}

async function queueManager() {
  const manager = await app.container.make(QueueManager)
  return { queue: manager.queue, jobOptions: manager.jobOptions(pushJob) }
}

export const publicationJobs = [pushJob, reviveJob]
