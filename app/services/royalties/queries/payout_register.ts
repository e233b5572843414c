import db from '@adonisjs/lucid/services/db'

export type PayoutLine = {
  id: string
  reference: string
  payeeName: string
  amountCents: string
  state: 'due' | 'exported' | 'paid'
  exportedAt: string | null
  exportedBy: string | null
  paidAt: string | null
  recordedBy: string | null
}

/** The transfers of a month with the two people who handled each, by reference. */
export async function payoutRegister(period: string): Promise<PayoutLine[]> {
  const { rows } = await db.rawQuery(
    `SELECT o.id, o.reference, y.name AS payee_name, o.amount_cents, o.state, o.exported_at,
            e.full_name AS exported_by, o.paid_at, r.full_name AS recorded_by
       FROM payouts o
       JOIN periods p ON p.period = o.period AND p.revision = o.revision
       JOIN payees y ON y.id = o.payee_id
       LEFT JOIN accounts e ON e.id = o.exported_by_account_id
       LEFT JOIN accounts r ON r.id = o.recorded_by_account_id
      WHERE o.period = ? ORDER BY o.reference`,
    [period]
  )
  return rows.map((row: Record<string, any>) => ({
    id: row.id,
    reference: row.reference,
    payeeName: row.payee_name,
    amountCents: String(row.amount_cents),
    state: row.state,
    exportedAt: row.exported_at?.toISOString() ?? null,
    exportedBy: row.exported_by,
    paidAt: row.paid_at?.toISOString() ?? null,
    recordedBy: row.recorded_by,
  }))
}
