import logger from '@adonisjs/core/services/logger'
import env from '#start/env'
import { QueueManager } from '#jobs/queue'

/** A dead worker's job is free again after this. */
const LOCK_MS = 1_000

/** The queue that the chaos tests and their workers share, on Redis when REDIS_URL says so. */
export async function shortLivedQueue(): Promise<QueueManager> {
  return new QueueManager({
    databaseUrl: env.get('DATABASE_URL'),
    redisUrl: process.env.REDIS_URL || undefined,
    logger,
    schema: 'bullmq_chaos',
    lockDurationMs: LOCK_MS,
  })
}
