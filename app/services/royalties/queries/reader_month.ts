import db from '@adonisjs/lucid/services/db'
import Period from '#models/royalties/period'
import { findStatement, type StatementSubject } from '#services/royalties/queries/find_statement'
import { monthPublication } from '#services/royalties/queries/month_publication'
import { periodOf, type Period as Month } from '#values/period'
import type { Clock } from '#values/clock'

/**
 * The months that a person can look at, newest first: those with a statement, those not closed
 * yet, and the running one.
 */
export async function readerPeriods(subject: StatementSubject | null, clock: Clock) {
  const running = periodOf(clock.now())
  if (!subject) return [running]
  const { rows } = await db.rawQuery(
    `SELECT period FROM statements WHERE kind = :kind AND subject_id = :subjectId
     UNION SELECT period FROM periods WHERE state IN ('open', 'closing') AND period <= :running
     UNION SELECT :running ORDER BY period DESC`,
    { ...subject, running }
  )
  return rows.map((row: { period: Month }) => row.period) as Month[]
}

/** The month to open first: the latest that was published, else the latest. */
export async function defaultPeriod(subject: StatementSubject | null, periods: Month[]) {
  if (!subject) return periods[0]
  const { rows } = await db.rawQuery(
    `SELECT max(s.period) AS period FROM statements s JOIN periods p ON p.period = s.period
      WHERE s.kind = :kind AND s.subject_id = :subjectId AND p.state IN ('published', 'paid')`,
    subject
  )
  return (rows[0].period as Month | null) ?? periods[0]
}

/** One person's month: its state, the statement and its proof, each null while there is none. */
export async function readerMonth(subject: StatementSubject | null, period: Month) {
  const month = await Period.find(period)
  const found = subject ? await findStatement({ ...subject, period }) : null
  const published = month?.publishedAt ?? null
  return {
    month,
    found,
    state: month?.state ?? ('open' as const),
    publishedAt: published?.toISO() ?? null,
    isOpen: !month || month.state === 'open' || month.state === 'closing',
    proof:
      subject && found && published
        ? await monthPublication().proofOf({ ...subject, period })
        : null,
  }
}
