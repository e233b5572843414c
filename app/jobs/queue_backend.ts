import {
  createPostgresBackend,
  createRedisBackend,
  type BackendFactory,
  type IQueueBackend,
} from 'bullmq'
import { Redis } from 'ioredis'
import type { QueueOptions } from '#jobs/queue'

const SCHEMA = 'bullmq'
const POOL_MAX = 4

/** Where the queue lives: PostgreSQL, or Redis when REDIS_URL is set. */
export class QueueBackend {
  #options: QueueOptions
  #redis: Redis[] = []

  constructor(options: QueueOptions) {
    this.#options = options
  }

  get factory() {
    const factory = this.#options.redisUrl ? createRedisBackend : createPostgresBackend
    return factory as unknown as BackendFactory<IQueueBackend, object>
  }

  /** A connection of its own for each queue, flow and worker; opened on first use. */
  connection() {
    const { redisUrl, databaseUrl, schema, logger } = this.#options
    if (!redisUrl) {
      const postgres = { connectionString: databaseUrl, schema: schema ?? SCHEMA }
      return { ...postgres, migrate: true, max: POOL_MAX } as never
    }
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: null })
    redis.on('error', (error) => logger.warn({ err: error }, 'queue connection'))
    this.#redis.push(redis)
    return redis as never
  }

  disconnect() {
    for (const redis of this.#redis.splice(0)) redis.disconnect()
  }
}
