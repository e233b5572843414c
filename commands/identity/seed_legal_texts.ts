import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { Clock } from '#values/clock'

export default class IdentitySeedLegalTexts extends BaseCommand {
  static commandName = 'identity:seed-legal-texts'
  static description = 'Put the legal texts that come with the house in, where there are none'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { seedLegalTexts } = await import('#services/identity/legal_texts')
    const count = await seedLegalTexts(await this.app.container.make(Clock))
    this.logger.success(`${count} legal texts added`)
  }
}
