import { runChecks } from '#checks/index'
import { keepRun, latestResults } from '#services/invariants/check_runs'
import { tellAdministrators } from '#services/invariants/tell_administrators'
import type { Clock } from '#values/clock'

/** What somebody must hear of within hours, not the next morning (P24: two hours). */
const WATCHED = /^publication\.in_time$/

/**
 * Every invariant of the books, each night: keeps what was found and writes to the administrators
 * when something does not hold.
 *
 * @returns how many hold and how many do not
 * @throws Error when a mail did not leave; what was found is kept all the same
 */
export async function runInvariants(clock: Clock): Promise<{ held: number; failed: number }> {
  const startedAt = clock.now()
  const results = await runChecks({ period: null })
  const failing = results.filter((result) => result.failure)
  await keepRun({ kind: 'nightly', startedAt, finishedAt: clock.now(), results })
  await tellAdministrators(failing)
  return { held: results.length - failing.length, failed: failing.length }
}

/**
 * The invariants that cannot wait for the night. A run is kept, and told, only when the answer is
 * another than the last: nobody is written to every hour about the same thing.
 *
 * @returns the names of those that have begun to fail
 */
export async function watchInvariants(clock: Clock): Promise<string[]> {
  const startedAt = clock.now()
  const results = await runChecks({ period: null }, { only: WATCHED })
  const latest = await latestResults()
  const known = new Map(latest.map(({ name, failure }) => [name, failure]))
  const changed = results.filter(
    ({ name, failure }) => Boolean(failure) !== Boolean(known.get(name))
  )
  if (changed.length === 0) return []
  await keepRun({ kind: 'watch', startedAt, finishedAt: clock.now(), results: changed })
  const failing = changed.filter((result) => result.failure)
  await tellAdministrators(failing)
  return failing.map(({ name }) => name)
}
