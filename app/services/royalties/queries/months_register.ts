import db from '@adonisjs/lucid/services/db'
import type { PeriodSummary, StepRefusal } from '#database/column_types'
import type { PeriodState } from '#models/royalties/period'

export type MonthLine = {
  period: string
  state: PeriodState
  revision: number
  /** People who got a statement: they paid, used, or carried something over; null before the close. */
  subscribers: number | null
  totals: PeriodSummary | null
  policyVersion: number | null
  failure: string | null
  /** Why the step stopped that failed, as code and figures. */
  refusal: StepRefusal | null
}

/** Every month in one line, newest first. */
export async function monthsRegister(): Promise<MonthLine[]> {
  const { rows } = await db.rawQuery(
    `SELECT p.period, p.state, p.revision, p.summary, p.failure, q.version,
            (SELECT s.refusal FROM period_steps s WHERE s.period = p.period
                AND s.revision = p.revision AND s.state = 'failed' LIMIT 1) AS refusal,
            CASE WHEN p.summary IS NOT NULL THEN
              (SELECT count(*)::int FROM statements s WHERE s.period = p.period
                  AND s.revision = p.revision AND s.kind = 'subscriber') END AS subscribers
       FROM periods p LEFT JOIN policies q ON q.id = p.policy_id
      ORDER BY p.period DESC`
  )
  return rows.map((row: Record<string, any>) => ({
    period: row.period,
    state: row.state,
    revision: row.revision,
    subscribers: row.subscribers,
    totals: row.summary,
    policyVersion: row.version,
    failure: row.failure,
    refusal: row.refusal,
  }))
}

/** The month whose close waits first: the earliest that is not closed, else the latest. */
export async function periodToClose(): Promise<string | null> {
  const { rows } = await db.rawQuery(
    `SELECT coalesce(min(period) FILTER (WHERE state IN ('open', 'closing')), max(period)) AS period
       FROM periods`
  )
  return rows[0].period
}
