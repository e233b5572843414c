import { args, BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

const REFUSALS = {
  unknown: 'There is no such role: make it first, CREATE ROLE … LOGIN PASSWORD …',
  superuser: 'A superuser passes every guard: name a role without SUPERUSER',
  owner: 'This role owns the tables and could switch their guards off: name another one',
}

export default class OperationsGrantRole extends BaseCommand {
  static commandName = 'operations:grant-role'
  static description =
    'Let a role that owns no table run the application (as the owner of the tables)'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'The role of DATABASE_URL from now on' })
  declare role: string

  async run() {
    const { default: db } = await import('@adonisjs/lucid/services/db')
    const { rawClient } = await import('#database/raw_client')
    const { grantApplication, UnfitRoleError } = await import('#database/application_role')
    try {
      await db.transaction(async (trx) => grantApplication(await rawClient(trx), this.role))
    } catch (error) {
      if (!(error instanceof UnfitRoleError)) throw error
      this.logger.error(REFUSALS[error.reason])
      this.exitCode = 1
      return
    }
    this.logger.success(`${this.role} may read and write rows, and change no table`)
  }
}
