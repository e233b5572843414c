import type { Group } from '@japa/runner/core'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import env from '#start/env'
import { QueueManager } from '#jobs/queue'
import { jobs } from '#jobs/registry'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import type { Actor } from '#services/identity/record_audit_event'
import { followClose } from '#services/royalties/close/follow_close'
import { startRedis } from '#tests/support/redis_server'
import { Clock, type FixedClock } from '#values/clock'
import { nextPeriod, periodStart } from '#values/period'

/** What the queue may live on; a close has to come out the same on each. */
export const QUEUES = ['PostgreSQL', 'Redis'] as const

export type QueueHome = (typeof QUEUES)[number]

/** Ranges that a worker of the tests does at once. */
const CONCURRENCY = 4

/** A queue of its own for tests of the close, empty; the application uses it until it is stopped. */
export async function startCloseQueue(home: QueueHome, workers: number) {
  const redis = home === 'Redis' ? await startRedis() : null
  const queue = new QueueManager({
    databaseUrl: env.get('DATABASE_URL'),
    redisUrl: redis?.url,
    // What stops a close stands on its month, where the tests read it.
    logger: logger.child({}, { level: 'fatal' }),
    schema: 'bullmq_close',
  })
  app.container.swap(QueueManager, () => queue)
  await queue.queue.waitUntilReady()
  await queue.queue.obliterate({ force: true })
  for (let started = 0; started < workers; started++) await queue.startWorker(jobs, CONCURRENCY)
  return {
    queue,
    async stop() {
      app.container.restore(QueueManager)
      await queue.close()
      await redis?.stop()
    },
  }
}

/** Gives a group of tests its queue and its clock; with no worker, what is put there stays there. */
export function withCloseQueue(
  group: Group,
  { home, clock, workers = 2 }: { home: QueueHome; clock: FixedClock; workers?: number }
): void {
  group.setup(async () => {
    app.container.swap(Clock, () => clock)
    const { stop } = await startCloseQueue(home, workers)
    return async () => {
      await stop()
      app.container.restore(Clock)
    }
  })
}

/** How many jobs wait, run or failed on the queue that the application uses. */
export async function jobsOnQueue(): Promise<number> {
  const { queue } = await app.container.make(QueueManager)
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'waiting-children')
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Takes every job off it. */
export async function emptyQueue(): Promise<void> {
  const { queue } = await app.container.make(QueueManager)
  await queue.obliterate({ force: true })
}

/** Moves the clock to the second day after a month; workers close it, as the office has it done. */
export async function closeOnQueue(clock: FixedClock, period: string, actor: Actor = SYSTEM_ACTOR) {
  clock.moveTo(periodStart(nextPeriod(period)).plus({ days: 1 }))
  return followClose({ period, actor, clock }, () => {})
}
