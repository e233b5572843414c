import db from '@adonisjs/lucid/services/db'
import type { StatementDocument } from '#services/royalties/statements/documents'

export type StatementKind = 'subscriber' | 'payee'
export type StatementSubject = { kind: StatementKind; subjectId: string }

/** A person's month in one line; `totals` as the statement says them. */
export type StatementLine = {
  period: string
  revision: number
  /** State of the month: a statement before `published` may be shown as not yet approved. */
  state: string
  totals: StatementDocument['totals']
  payout: { amountCents: string; state: string; reference: string; paidAt: Date | null } | null
}

/** A person's statements, newest month first; only each month's last revision. */
export async function listStatements({
  kind,
  subjectId,
}: StatementSubject): Promise<StatementLine[]> {
  const { rows } = await db.rawQuery(
    `SELECT s.period, s.revision, p.state, s.document, o.amount_cents, o.state AS payout_state,
            o.reference, o.paid_at
       FROM statements s
       JOIN periods p ON p.period = s.period AND p.revision = s.revision
       LEFT JOIN payouts o ON o.period = s.period AND o.revision = s.revision
             AND o.payee_id = s.subject_id
      WHERE s.kind = :kind AND s.subject_id = :subjectId AND s.document IS NOT NULL
        AND p.state NOT IN ('open', 'closing')
      ORDER BY s.period DESC`,
    { kind, subjectId }
  )
  return rows.map((row: Record<string, any>) => ({
    period: row.period,
    revision: row.revision,
    state: row.state,
    totals: JSON.parse(row.document.toString('utf8')).totals,
    payout: row.reference
      ? {
          amountCents: row.amount_cents,
          state: row.payout_state,
          reference: row.reference,
          paidAt: row.paid_at,
        }
      : null,
  }))
}
