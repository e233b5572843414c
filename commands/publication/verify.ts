import { BaseCommand, args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class PublicationVerify extends BaseCommand {
  static commandName = 'publication:verify'
  static description = 'Verify a month from its frozen input to the chain; exit 1 if it fails'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'The month, YYYY-MM' })
  declare period: string

  @flags.string({ description: 'Address of any node of the chain; the configured ones otherwise' })
  declare rpc?: string

  async run() {
    const { verifyPeriod } = await import('#services/publication/verify_period')
    try {
      const failed = await verifyPeriod(this.period, {
        rpcUrl: this.rpc,
        say: (step, sentence) => this.logger.log(`ok      ${step}: ${sentence}`),
      })
      if (!failed) return this.logger.log('verified')
      this.logger.log(`FAILED  ${failed.step}: ${failed.reason}`)
      this.logger.log(`failed at ${failed.step}`)
    } catch (error) {
      this.logger.error(error instanceof Error ? error.message : String(error))
    }
    this.exitCode = 1
  }
}
