import { BaseCommand, args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { canonicalJson } from '#values/digest'
import { Clock } from '#values/clock'

export default class RoyaltiesClose extends BaseCommand {
  static commandName = 'royalties:close'
  static description = 'Close a month: freeze, compute, statements, ledger, seal'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'The month, YYYY-MM' })
  declare period: string

  @flags.string({ description: 'Close in the name of this account (e-mail); else "system"' })
  declare as?: string

  async run() {
    const { findActor } = await import('#services/royalties/close/find_actor')
    const { followClose } = await import('#services/royalties/close/follow_close')
    try {
      const actor = await findActor(this.as)
      const clock = await this.app.container.make(Clock)
      const input = { period: this.period, actor, clock }
      const summary = await followClose(input, (line) => this.logger.log(line))
      this.logger.log(canonicalJson(summary))
    } catch (error) {
      this.logger.error(error instanceof Error ? error.message : String(error))
      this.exitCode = 1
    }
  }
}
