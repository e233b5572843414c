import type { Actor } from '#services/identity/record_audit_event'
import Period from '#models/royalties/period'
import { beginStep, runRange, runWhole } from '#services/royalties/close/run_part'
import { startClosing } from '#services/royalties/close/start_closing'
import { isRanged, rangesOf, STEPS, type CloseKey } from '#services/royalties/close/steps'
import { removeParts } from '#services/royalties/files/remove_parts'
import type { PeriodSummary } from '#database/column_types'
import type { Clock } from '#values/clock'

/**
 * Runs a month's close up to `computed` in this process: freeze, compute, statements, post, seal.
 * What was done before stays done, so that it also resumes a close that was interrupted; it may
 * run at the same time as workers that do the same month.
 *
 * @param period YYYY-MM
 * @returns the figures of summary.json
 * @throws what `startClosing` throws, RoyaltiesError `invariant_failed`, AllocationInputError
 */
export async function closePeriod(input: {
  period: string
  actor: Actor
  clock: Clock
}): Promise<PeriodSummary> {
  const key = await startClosing(input)
  for (const step of STEPS) {
    await beginStep(key, step, input.clock)
    if (isRanged(step)) {
      for (const range of rangesOf(step)) await runRange(key, step, range, input.clock)
    }
    await runWhole(key, step, input.clock)
  }
  removeParts(key)
  return summaryOf(key)
}

export async function summaryOf({ period }: CloseKey): Promise<PeriodSummary> {
  const row = await Period.findOrFail(period)
  if (!row.summary) throw new Error(`${period} has no summary: its close is not done`)
  return row.summary
}
