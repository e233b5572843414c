import { runChecks } from '#checks/index'
import type { StepName } from '#services/royalties/close/steps'
import { RoyaltiesError } from '#services/royalties/errors'

/** What the freeze took cannot change any more: later steps check what the close itself writes. */
const WRITTEN_BY_THE_CLOSE = /^(royalties|ledger)\./

/**
 * Holds the books of the month before a step begins.
 *
 * @throws RoyaltiesError `invariant_failed` when they do not hold
 */
export async function assertGuards(period: string, step: StepName): Promise<void> {
  const only = step === 'freeze' ? undefined : WRITTEN_BY_THE_CLOSE
  const results = await runChecks({ period }, { guardsClose: true, only })
  const failed = results.filter((result) => result.failure)
  if (failed.length === 0) return
  const words = failed.map(({ name, sentence, failure }) => `${name}: ${sentence} ${failure}`)
  throw new RoyaltiesError(
    'invariant_failed',
    `The close of ${period} stops, because the books do not hold. ${words.join(' ')}`,
    { period, checks: failed.map(({ name }) => name).join(', ') }
  )
}
