import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class StatutesInstallProfile extends BaseCommand {
  static commandName = 'statutes:install-profile'
  static description = 'Put the reference statutes in as a draft to complete, where there are none'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { installReferenceProfile } = await import('#services/statutes/install_reference_profile')
    const { Clock } = await import('#values/clock')
    const clock = await this.app.container.make(Clock)
    const profile = await installReferenceProfile({ actor: { label: 'system' }, clock })
    this.logger.success(
      profile.version ? `Version ${profile.version} is adopted` : 'A draft waits to be completed'
    )
  }
}
