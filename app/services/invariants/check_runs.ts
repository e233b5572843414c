import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import type { CheckResult } from '#checks/check'
import { newId } from '#values/id'

const RUNS_SHOWN = 14

export type CheckRunKind = 'nightly' | 'watch'
export type CheckRunLine = { id: string; startedAt: string; held: number; failed: number }

/** Keeps a run with all its answers; neither ever changes. */
export async function keepRun(run: {
  kind: CheckRunKind
  startedAt: DateTime
  finishedAt: DateTime
  results: CheckResult[]
}): Promise<string> {
  const id = newId()
  await db.transaction(async (trx) => {
    await trx.table('check_runs').insert({
      id,
      kind: run.kind,
      started_at: run.startedAt.toISO(),
      finished_at: run.finishedAt.toISO(),
    })
    if (run.results.length === 0) return
    await trx
      .table('check_results')
      .multiInsert(run.results.map((result) => ({ run_id: id, ...result })))
  })
  return id
}

/** The latest answer of every invariant of the last night, or of the watch since. */
export async function latestResults(): Promise<CheckResult[]> {
  const { rows } = await db.rawQuery(
    `SELECT DISTINCT ON (s.name) s.name, s.sentence, s.failure, s.ended
       FROM check_results s JOIN check_runs r ON r.id = s.run_id
      WHERE r.started_at >= coalesce((SELECT max(started_at) FROM check_runs WHERE kind = 'nightly'),
                                     '-infinity')
      ORDER BY s.name, r.started_at DESC, r.id DESC`
  )
  return rows
}

/** The last nights, newest first. */
export async function lastNights(): Promise<CheckRunLine[]> {
  const { rows } = await db.rawQuery(
    `SELECT r.id, r.started_at, count(*) FILTER (WHERE s.failure IS NULL)::int AS held,
            count(*) FILTER (WHERE s.failure IS NOT NULL)::int AS failed
       FROM check_runs r LEFT JOIN check_results s ON s.run_id = r.id
      WHERE r.kind = 'nightly' GROUP BY r.id ORDER BY r.started_at DESC LIMIT ${RUNS_SHOWN}`
  )
  return rows.map((row: Record<string, any>) => ({
    id: row.id,
    startedAt: row.started_at.toISOString(),
    held: row.held,
    failed: row.failed,
  }))
}
