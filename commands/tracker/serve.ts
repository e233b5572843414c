import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { serveTrackerApart } from '#services/tracker/serve_tracker_apart'
import { TrackerServer } from '#services/tracker/tracker_server'

export default class TrackerServe extends BaseCommand {
  static commandName = 'tracker:serve'
  static description = 'Run the tracker in a process of its own, until stopped'
  static options: CommandOptions = { startApp: true, staysAlive: true }

  @flags.number({ description: 'Port to listen on', default: 6969 })
  declare port: number

  @flags.string({ description: 'Address to listen on', default: '127.0.0.1' })
  declare host: string

  async run() {
    const tracker = await this.app.container.make(TrackerServer)
    const { server, port } = await serveTrackerApart(tracker, this)
    this.app.terminating(() => {
      server.close()
      server.closeIdleConnections()
    })
    /** The supervisor's death must not leave a tracker behind. */
    process.on('disconnect', () => void this.app.terminate())
    // Listening must not keep a process alive that was told to stop.
    process.channel?.unref()
    this.logger.info(`tracker ready on http://${this.host}:${port}`)
  }
}
