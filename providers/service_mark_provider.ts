import type { ApplicationService } from '@adonisjs/core/types'

/** How often a web server says that it serves. */
const MARK_MS = 10_000

/** Keeps the mark by which a server's absence is told from that of people. Only where pages are served. */
export default class ServiceMarkProvider {
  #timer?: NodeJS.Timeout

  constructor(protected app: ApplicationService) {}

  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const { default: logger } = await import('@adonisjs/core/services/logger')
    const { markService } = await import('#services/governance/attendance/service_mark')
    const { Clock } = await import('#values/clock')
    const clock = await this.app.container.make(Clock)
    const mark = () =>
      markService(clock).catch((error) => logger.warn({ err: error }, 'service mark'))
    await mark()
    this.#timer = setInterval(() => void mark(), MARK_MS).unref()
  }

  async shutdown() {
    clearInterval(this.#timer)
  }
}
