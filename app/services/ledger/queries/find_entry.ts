import db from '@adonisjs/lucid/services/db'

/** One entry with its lines; amounts are cents as text. Null when there is none. */
export async function findEntry(id: string) {
  const { rows } = await db.rawQuery(
    `SELECT e.id, e.journal, e.number, to_char(e.entry_date, 'YYYY-MM-DD') AS date,
            e.piece_reference, e.label AS title, e.posted_by_label, e.posted_at, l.id AS line_id,
            l.account_code, a.label_fr, a.label_en, l.auxiliary, l.label, l.debit_cents, l.credit_cents
       FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
       JOIN ledger_accounts a ON a.code = l.account_code
      WHERE e.id = ? ORDER BY l.position`,
    [id]
  )
  const [first] = rows
  if (!first) return null
  return {
    id: first.id as string,
    journal: first.journal as string,
    number: first.number as number,
    date: first.date as string,
    pieceReference: first.piece_reference as string,
    title: first.title as string,
    postedBy: first.posted_by_label as string,
    postedAt: first.posted_at.toISOString() as string,
    lines: (rows as Record<string, any>[]).map((row) => ({
      id: row.line_id as string,
      account: row.account_code as string,
      labelFr: row.label_fr as string,
      labelEn: row.label_en as string,
      auxiliary: row.auxiliary as string | null,
      label: row.label as string,
      debitCents: String(row.debit_cents),
      creditCents: String(row.credit_cents),
    })),
  }
}

/** An account of the chart. Null when there is none. */
export async function findAccount(code: string) {
  const row = await db.from('ledger_accounts').where('code', code).first()
  if (!row) return null
  return {
    code: row.code as string,
    labelFr: row.label_fr as string,
    labelEn: row.label_en as string,
  }
}
