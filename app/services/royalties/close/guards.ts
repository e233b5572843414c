import { runChecks } from '#checks/index'
import { RoyaltiesError } from '#services/royalties/errors'

/** @throws RoyaltiesError `invariant_failed` when the books of the month do not hold */
export async function assertGuards(period: string): Promise<void> {
  const results = await runChecks({ period }, { guardsClose: true })
  const failed = results.filter((result) => result.failure)
  if (failed.length === 0) return
  const words = failed.map(({ name, sentence, failure }) => `${name}: ${sentence} ${failure}`)
  throw new RoyaltiesError(
    'invariant_failed',
    `The close of ${period} stops, because the books do not hold. ${words.join(' ')}`,
    { period, checks: failed.map(({ name }) => name).join(', ') }
  )
}
