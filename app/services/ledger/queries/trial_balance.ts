import db from '@adonisjs/lucid/services/db'

/** One account's totals in cents; `balanceCents` is debit less credit. */
export type TrialBalanceLine = {
  code: string
  labelFr: string
  labelEn: string
  debitCents: bigint
  creditCents: bigint
  balanceCents: bigint
}

/** The trial balance of the entries dated from `from` to `to` (YYYY-MM-DD, both included). */
export async function trialBalance({ from, to }: { from?: string; to?: string } = {}): Promise<
  TrialBalanceLine[]
> {
  const { rows } = await db.rawQuery(
    `SELECT a.code, a.label_fr, a.label_en, coalesce(sum(l.debit_cents), 0) AS debit,
            coalesce(sum(l.credit_cents), 0) AS credit
       FROM ledger_accounts a
       JOIN journal_lines l ON l.account_code = a.code
       JOIN journal_entries e ON e.id = l.entry_id
      WHERE e.entry_date >= :from AND e.entry_date <= :to
      GROUP BY a.code ORDER BY a.code`,
    { from: from ?? '-infinity', to: to ?? 'infinity' }
  )
  return rows.map((row: Record<string, string>) => ({
    code: row.code,
    labelFr: row.label_fr,
    labelEn: row.label_en,
    debitCents: BigInt(row.debit),
    creditCents: BigInt(row.credit),
    balanceCents: BigInt(row.debit) - BigInt(row.credit),
  }))
}
