import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

const MOST = 5_000_000

export default class SharesSeedBulk extends BaseCommand {
  static commandName = 'shares:seed-bulk'
  static description = 'Fill the register with made-up members and movements, to measure it'
  static options: CommandOptions = { startApp: true }

  @flags.number({ description: 'How many members', default: 1_000 })
  declare members: number

  @flags.number({ description: 'How many movements, the joinings included', default: 3_000 })
  declare movements: number

  async run() {
    if (this.app.inProduction) {
      return this.#refuse('This runs in production: made-up members have no place here.')
    }
    const { members, movements } = this
    const isWhole = (value: number) => Number.isInteger(value) && value >= 1 && value <= MOST
    if (!isWhole(members) || !isWhole(movements) || movements < members) {
      return this.#refuse('--members and --movements are whole numbers, movements not fewer.')
    }
    const { seedBulk } = await import('#services/shares/bulk/seed_bulk')
    const { Clock } = await import('#values/clock')
    const clock = await this.app.container.make(Clock)
    await seedBulk({ members, movements }, clock, (line) => this.logger.info(line))
    this.logger.success(`${members} members and ${movements} movements are in the register.`)
  }

  #refuse(reason: string) {
    this.logger.error(reason)
    this.exitCode = 1
  }
}
