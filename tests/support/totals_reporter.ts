import { writeFileSync } from 'node:fs'
import type { NamedReporterContract } from '@japa/runner/types'

/** Writes how many tests passed, failed and were skipped to a file, for `npm test` to add up. */
export function totals(file: string): NamedReporterContract {
  return {
    name: 'totals',
    handler: (runner, emitter) => {
      emitter.on('runner:end', () => {
        const { aggregates, hasError } = runner.getSummary()
        const { passed, regression, skipped, todo } = aggregates
        // A hook that throws fails the run without failing a test.
        const failed = hasError ? Math.max(1, aggregates.failed) : aggregates.failed
        const sums = { passed: passed + regression, failed, skipped: skipped + todo }
        writeFileSync(file, JSON.stringify(sums))
      })
    },
  }
}
