import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { QueueManager } from '#jobs/queue'
import { jobs } from '#jobs/registry'
import { schedule } from '#start/schedule'

export default class QueueWork extends BaseCommand {
  static commandName = 'queue:work'
  static description = 'Run the jobs of the queue until stopped'
  static options: CommandOptions = { startApp: true, staysAlive: true }

  @flags.number({ description: 'How many jobs at once', default: 2 })
  declare concurrency: number

  async run() {
    const queue = await this.app.container.make(QueueManager)
    await queue.startWorker(jobs, this.concurrency)
    await queue.applySchedule(schedule)
    /** The supervisor's death must not leave a worker behind. */
    process.on('disconnect', () => void this.app.terminate())
    // Listening must not keep a process alive that was told to stop.
    process.channel?.unref()
    // Told to stop meanwhile: the connections opened since then would keep it alive.
    if (this.app.isTerminating) process.exit(143)
    this.logger.info('worker ready')
  }
}
