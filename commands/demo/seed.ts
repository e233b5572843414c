import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class DemoSeed extends BaseCommand {
  static commandName = 'demo:seed'
  static description = 'Make the demo co-operative: people, works, three closed months, an open one'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { default: app } = await import('@adonisjs/core/services/app')
    const { default: env } = await import('#start/env')
    const { Clock } = await import('#values/clock')
    const { seedDemo } = await import('#services/demo/seed/seed_demo')
    if (app.inProduction || !env.get('PEERFY_DEMO')) {
      this.logger.error('This is not an embedded demo: nothing is made up here.')
      this.exitCode = 1
      return
    }
    const clock = await app.container.make(Clock)
    const made = await seedDemo(clock, (line) => this.logger.info(line))
    this.logger.info(made ? 'The demo co-operative is ready.' : 'The demo is there already.')
  }
}
