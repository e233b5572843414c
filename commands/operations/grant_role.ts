import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

const REFUSALS = {
  unknown: 'There is no such role: make it first, CREATE ROLE … LOGIN PASSWORD …',
  superuser: 'A superuser passes every guard: name a role without SUPERUSER',
  owner: 'This role owns the tables and could switch their guards off: name another one',
  queue:
    'The queue of jobs belongs to another role: stop the site and run this again with --new-queue (what waits in it is asked for again)',
}

export default class OperationsGrantRole extends BaseCommand {
  static commandName = 'operations:grant-role'
  static description =
    'Let a role that owns no table run the application (as the owner of the tables)'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'The role of DATABASE_URL from now on' })
  declare role: string

  @flags.boolean({ description: 'Begin the queue anew, with the site stopped' })
  declare newQueue: boolean

  async run() {
    const { default: db } = await import('@adonisjs/lucid/services/db')
    const { rawClient } = await import('#database/raw_client')
    const { grantApplication, UnfitRoleError } = await import('#database/application_role')
    try {
      const { role, newQueue } = this
      await db.transaction(async (trx) => {
        await grantApplication(await rawClient(trx), role, { newQueue })
      })
    } catch (error) {
      if (!(error instanceof UnfitRoleError)) throw error
      this.logger.error(REFUSALS[error.reason])
      this.exitCode = 1
      return
    }
    this.logger.success(`${this.role} may read and write rows, and change no table`)
  }
}
