import { BaseCommand, flags } from '@adonisjs/core/ace'
import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import {
  AllocationFileError,
  AllocationInputError,
} from '#services/royalties/allocation/input_error'
import { summaryJson } from '#services/royalties/allocation/summary'

export default class RoyaltiesAllocate extends BaseCommand {
  static commandName = 'royalties:allocate'
  static description = 'Share out a month from its frozen files alone, without a database'
  static options = { startApp: false }

  @flags.string({ description: 'Directory of the frozen input', required: true })
  declare input: string

  @flags.string({ description: 'Directory for the result', required: true })
  declare output: string

  /** The summary goes to standard output, so that a script can read it. */
  async run(): Promise<void> {
    try {
      const summary = await allocateFiles({ input: this.input, output: this.output })
      process.stdout.write(`${summaryJson(summary)}\n`)
    } catch (error) {
      if (!(error instanceof AllocationInputError || error instanceof AllocationFileError)) {
        throw error
      }
      this.logger.error(`${error.message}. Nothing was written.`)
      this.exitCode = 1
    }
  }
}
