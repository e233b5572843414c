import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class LicensingInstallTexts extends BaseCommand {
  static commandName = 'licensing:install-texts'
  static description = 'Put the licence texts that come with the house into the register'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { installLicenceTexts } = await import('#services/licensing/install_licence_texts')
    await installLicenceTexts()
    this.logger.success('The licence texts are in the register')
  }
}
