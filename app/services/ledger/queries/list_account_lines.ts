import db from '@adonisjs/lucid/services/db'

export type AccountLine = {
  journal: string
  number: number
  date: string
  pieceReference: string
  label: string
  auxiliary: string | null
  debitCents: bigint
  creditCents: bigint
}

const PAGE_SIZE = 50

/** An account's lines, newest first, a page at a time, with the number of all lines. */
export async function listAccountLines({ code, page = 1 }: { code: string; page?: number }) {
  const { rows } = await db.rawQuery(
    `SELECT e.journal, e.number, to_char(e.entry_date, 'YYYY-MM-DD') AS date, e.piece_reference,
            l.label, l.auxiliary, l.debit_cents, l.credit_cents, count(*) OVER () AS total
       FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
      WHERE l.account_code = :code
      ORDER BY e.entry_date DESC, e.journal, e.number DESC, l.position
      LIMIT :size OFFSET :skip`,
    { code, size: PAGE_SIZE, skip: (page - 1) * PAGE_SIZE }
  )
  const lines: AccountLine[] = rows.map((row: Record<string, any>) => ({
    journal: row.journal,
    number: row.number,
    date: row.date,
    pieceReference: row.piece_reference,
    label: row.label,
    auxiliary: row.auxiliary,
    debitCents: BigInt(row.debit_cents),
    creditCents: BigInt(row.credit_cents),
  }))
  return { lines, total: Number(rows[0]?.total ?? 0), page, pageSize: PAGE_SIZE }
}
