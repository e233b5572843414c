import type { ApplicationService } from '@adonisjs/core/types'
import type { TrackerServer } from '#services/tracker/tracker_server'

/**
 * Puts the tracker in front of the web server, unless it runs in a process of its own. Only in ready(): code generation boots providers
 * too, and must open nothing.
 */
export default class TrackerProvider {
  #tracker?: TrackerServer

  constructor(protected app: ApplicationService) {}

  async boot() {
    const { TrackerServer: Tracker } = await import('#services/tracker/tracker_server')
    this.app.container.singleton(Tracker, async () => {
      const { Clock } = await import('#values/clock')
      const { lucidDatabase } = await import('#services/tracker/lucid_database')
      const { default: config } = await import('#config/tracker')
      const { default: logger } = await import('@adonisjs/core/services/logger')
      this.#tracker = new Tracker({
        database: lucidDatabase,
        clock: await this.app.container.make(Clock),
        config,
        onError: (error) => logger.error({ err: error }, 'tracker'),
      })
      return this.#tracker
    })
  }

  async ready() {
    const { default: env } = await import('#start/env')
    const hasServer = ['web', 'test'].includes(this.app.getEnvironment())
    if (!hasServer || env.get('TRACKER_URL')) return
    const { TrackerServer: Tracker } = await import('#services/tracker/tracker_server')
    const tracker = await this.app.container.make(Tracker)
    const server = await this.app.container.make('server')
    const running = server.getNodeServer()
    if (running) {
      tracker.attach(running as Parameters<typeof tracker.attach>[0])
      return
    }
    // Tests start their server later: it is caught when the framework is told of it.
    const setNodeServer = server.setNodeServer.bind(server)
    server.setNodeServer = (later) => {
      setNodeServer(later)
      tracker.attach(later as Parameters<typeof tracker.attach>[0])
    }
  }

  async shutdown() {
    await this.#tracker?.close()
  }
}
