import type { ApplicationService } from '@adonisjs/core/types'
import { QueueManager } from '#jobs/queue'

/** BullMQ; nothing is opened before first use (code generation boots providers). */
export default class QueueProvider {
  #manager?: QueueManager
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(QueueManager, async () => {
      const { default: env } = await import('#start/env')
      const { default: logger } = await import('@adonisjs/core/services/logger')
      this.#manager = new QueueManager({
        databaseUrl: env.get('DATABASE_URL'),
        redisUrl: env.get('REDIS_URL'),
        logger,
      })
      return this.#manager
    })
  }

  async shutdown() {
    await this.#manager?.close()
  }
}
