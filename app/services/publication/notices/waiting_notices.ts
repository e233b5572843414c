import db from '@adonisjs/lucid/services/db'
import type { Clock } from '#values/clock'

export type Notice = {
  statementId: string
  kind: 'subscriber' | 'payee'
  subjectId: string
  email: string
  fullName: string
  locale: 'fr' | 'en'
  payee: string
}

/** Where a reading of the statements stands: after this one. */
export type NoticeCursor = Pick<Notice, 'kind' | 'subjectId'> | null

/** A statement that nobody was told of, of a month that was read back from the chain. */
const UNTOLD = `NOT EXISTS (SELECT 1 FROM statement_notices n WHERE n.statement_id = s.id)
  AND EXISTS (SELECT 1 FROM chain_transactions t
               WHERE (t.period, t.revision) = (s.period, s.revision) AND t.state = 'verified')`

const ADDRESSEES = `LEFT JOIN subscribers b ON s.kind = 'subscriber' AND b.id = s.subject_id
  LEFT JOIN payees y ON s.kind = 'payee' AND y.id = s.subject_id
  JOIN accounts a ON a.id = coalesce(b.account_id, y.account_id)
       AND a.closed_at IS NULL AND a.disabled_at IS NULL AND a.email_verified_at IS NOT NULL`

/**
 * The next people to tell of a published month, in the order of the statements' own key. Who has no
 * account, a closed one or an address never verified is told nothing.
 */
export async function waitingNotices(input: {
  period: string
  revision: number
  after: NoticeCursor
  limit: number
}): Promise<Notice[]> {
  const { period, revision, after, limit } = input
  const { rows } = await db.rawQuery(
    `SELECT s.id AS "statementId", s.kind, s.subject_id AS "subjectId", a.email,
            a.full_name AS "fullName", a.locale, coalesce(y.name, '') AS payee
       FROM statements s ${ADDRESSEES}
      WHERE s.period = :period AND s.revision = :revision AND ${UNTOLD}
        AND (s.kind, s.subject_id) > (:kind, CAST(:subjectId AS uuid))
      ORDER BY s.kind, s.subject_id
      LIMIT :limit`,
    {
      period,
      revision,
      limit,
      kind: after?.kind ?? '',
      subjectId: after?.subjectId ?? '00000000-0000-0000-0000-000000000000',
    }
  )
  return rows
}

/** Months published lately in which somebody still waits for the mail: their job was lost. */
export async function monthsToTell(
  clock: Clock,
  days: number
): Promise<{ period: string; revision: number }[]> {
  const { rows } = await db.rawQuery(
    `SELECT t.period, t.revision FROM chain_transactions t
      WHERE t.state = 'verified' AND t.verified_at > :since
        AND EXISTS (SELECT 1 FROM statements s ${ADDRESSEES}
                     WHERE (s.period, s.revision) = (t.period, t.revision) AND ${UNTOLD})
      ORDER BY t.period, t.revision`,
    { since: clock.now().minus({ days }).toISO() }
  )
  return rows
}
