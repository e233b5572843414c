import db from '@adonisjs/lucid/services/db'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import type { CloseKey, StepName } from '#services/royalties/close/steps'
import { RoyaltiesError } from '#services/royalties/errors'
import type { Clock } from '#values/clock'

const LONGEST_FAILURE = 2_000
/** The code of what no rule foresaw: its words are only in the error itself. */
const UNEXPECTED = { code: 'unexpected', figures: {} }

/** Shows how many ranges of a step are done. Runs beside the work, so that everybody sees it. */
export async function markStepRunning(key: CloseKey, step: StepName, clock: Clock): Promise<void> {
  await db.rawQuery(
    `UPDATE period_steps SET state = 'running', error = NULL, refusal = NULL,
            started_at = coalesce(started_at, :at),
            parts_done = (SELECT count(*) FROM period_ranges
                           WHERE period = :period AND revision = :revision AND step = :step)
      WHERE period = :period AND revision = :revision AND step = :step AND state <> 'done'`,
    { ...key, step, at: clock.now().toISO() }
  )
}

/** The step is done; part of the step's own transaction. */
export async function finishStep(
  { client, period, revision, clock }: CloseContext,
  step: StepName,
  figures: Figures
): Promise<void> {
  await client.query(
    `UPDATE period_steps SET state = 'done', error = NULL, refusal = NULL, parts_done = parts_total,
            figures = $4, started_at = coalesce(started_at, $5), finished_at = $5
      WHERE period = $1 AND revision = $2 AND step = $3`,
    [period, revision, step, JSON.stringify(figures), clock.now().toISO()]
  )
  await client.query('UPDATE periods SET failure = NULL WHERE period = $1', [period])
}

/** Keeps why a step stopped where people look: on the step and on the month. */
export async function failStep(key: CloseKey, step: StepName, error: unknown): Promise<void> {
  const text = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_FAILURE)
  const { code, figures } = error instanceof RoyaltiesError ? error : UNEXPECTED
  const refusal = JSON.stringify({ code, figures })
  await db.rawQuery(
    `UPDATE period_steps SET state = 'failed', error = :text, refusal = CAST(:refusal AS jsonb)
      WHERE period = :period AND revision = :revision AND step = :step AND state <> 'done'`,
    { ...key, step, text, refusal }
  )
  await db.rawQuery(
    `UPDATE periods SET failure = :text WHERE period = :period AND state = 'closing'`,
    { period: key.period, text }
  )
}
