import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { InvalidPeriodError, parsePeriod } from '#values/period'

export default class ChecksRun extends BaseCommand {
  static commandName = 'checks:run'
  static description = 'Check every invariant of the books; exit 1 if one fails'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'Only this month, YYYY-MM' })
  declare period?: string

  async run() {
    const { runChecks } = await import('#checks/index')
    const period = this.#period()
    if (period === undefined) return
    const results = await runChecks({ period })
    for (const { name, sentence, failure } of results) {
      this.logger.log(
        failure ? `FAILED  ${name}: ${sentence} ${failure}` : `ok      ${name}: ${sentence}`
      )
    }
    const failed = results.filter((result) => result.failure).length
    this.logger.log(`${results.length - failed} hold, ${failed} failed`)
    if (failed > 0) this.exitCode = 1
  }

  #period(): string | null | undefined {
    try {
      return this.period === undefined ? null : parsePeriod(this.period)
    } catch (error) {
      if (!(error instanceof InvalidPeriodError)) throw error
      this.logger.error(error.message)
      this.exitCode = 1
      return undefined
    }
  }
}
