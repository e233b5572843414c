import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class DemoEndMonth extends BaseCommand {
  static commandName = 'demo:end-month'
  static description = 'End the demo’s open month: settle its payments, move the demo’s clock on'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { demoClockFile, notADemo } = await import('#services/demo/demo_only')
    const refusal = notADemo()
    if (refusal) {
      this.logger.error(refusal)
      this.exitCode = 1
      return
    }
    const { endMonth } = await import('#services/demo/end_month')
    const { Clock } = await import('#values/clock')
    const clock = await this.app.container.make(Clock)
    const { ended, settled, now } = await endMonth(clock, demoClockFile())
    this.logger.info(`${ended} is over: ${settled} payments arrived.`)
    this.logger.info(`The demo's clock says ${now.toFormat('d LLLL yyyy, HH:mm')}.`)
    this.logger.info(`Next: node ace royalties:close ${ended}`)
  }
}
