import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class DemoSeed extends BaseCommand {
  static commandName = 'demo:seed'
  static description = 'Make the demo co-operative: people, works, three closed months, an open one'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { notADemo } = await import('#services/demo/demo_only')
    const refusal = notADemo()
    if (refusal) {
      this.logger.error(refusal)
      this.exitCode = 1
      return
    }
    const { seedDemo } = await import('#services/demo/seed/seed_demo')
    const { Clock } = await import('#values/clock')
    const clock = await this.app.container.make(Clock)
    const made = await seedDemo(clock, (line) => this.logger.info(line))
    this.logger.info(made ? 'The demo co-operative is ready.' : 'The demo is there already.')
  }
}
