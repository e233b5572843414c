import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { Clock } from '#values/clock'

export default class PublicationDeploy extends BaseCommand {
  static commandName = 'publication:deploy'
  static description = 'Deploy the registry of months on the configured chain, once'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'Address that grants roles; the publisher when not named' })
  declare admin?: string

  async run() {
    const { ensureRegistry } = await import('#services/publication/ensure_registry')
    const { PublicationError } = await import('#services/publication/errors')
    try {
      const clock = await this.app.container.make(Clock)
      const { contract, deployed } = await ensureRegistry({ clock, admin: this.admin })
      const what = deployed ? 'deployed' : 'already deployed'
      this.logger.log(
        `${contract.name} ${what} at ${contract.address} on chain ${contract.chainId}`
      )
    } catch (error) {
      if (!(error instanceof PublicationError)) throw error
      this.logger.error(error.message)
      this.exitCode = 1
    }
  }
}
