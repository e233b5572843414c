import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class SharesRoot extends BaseCommand {
  static commandName = 'shares:root'
  static description = 'Keep the register root of every day that is over, and print the last'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { Clock } = await import('#values/clock')
    const { recordRoots } = await import('#services/shares/movements/record_roots')
    const { lastRoot } = await import('#services/shares/queries/last_root')
    const added = await recordRoots(await this.app.container.make(Clock))
    const root = await lastRoot()
    if (!root) return this.logger.info('The register is empty: there is no root to keep')
    this.logger.log(`${added} days added`)
    this.logger.log(JSON.stringify(root))
  }
}
