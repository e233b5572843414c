import db from '@adonisjs/lucid/services/db'
import { readCursor } from '#services/ledger/read_cursor'

export type AccountLine = {
  id: string
  entryId: string
  journal: string
  number: number
  date: string
  pieceReference: string
  label: string
  auxiliary: string | null
  debitCents: bigint
  creditCents: bigint
}

/** `search` is part of a piece's reference, of a label or of an auxiliary account. */
export type AccountFilter = { code: string; search?: string }

export const LINES_PER_PAGE = 50

const COLUMNS = `l.id, l.entry_id, e.journal, e.number, to_char(e.entry_date, 'YYYY-MM-DD') AS date,
  e.piece_reference, l.label, l.auxiliary, l.debit_cents, l.credit_cents`

const FOUND = `FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
 WHERE l.account_code = :code
   AND (CAST(:search AS text) IS NULL OR position(plain_text(:search)
        IN plain_text(concat_ws(' ', e.piece_reference, l.label, l.auxiliary))) > 0)`

/** An account's lines, newest first, a page at a time, with the number of all lines. */
export async function listAccountLines({
  code,
  search,
  page = 1,
}: AccountFilter & { page?: number }) {
  const values = { code, search: search ?? null }
  const { rows: counted } = await db.rawQuery(`SELECT count(*)::int AS total ${FOUND}`, values)
  const { rows } = await db.rawQuery(
    `SELECT ${COLUMNS} ${FOUND}
      ORDER BY e.entry_date DESC, e.journal, e.number DESC, l.position
      LIMIT :size OFFSET :skip`,
    { ...values, size: LINES_PER_PAGE, skip: (page - 1) * LINES_PER_PAGE }
  )
  const total: number = counted[0].total
  const lines: AccountLine[] = rows.map(lineOf)
  return { lines, total, page, pageSize: LINES_PER_PAGE }
}

/** All of an account's lines, oldest first, in batches. */
export async function* streamAccountLines(filter: AccountFilter): AsyncGenerator<AccountLine[]> {
  const order = 'ORDER BY e.entry_date, e.journal, e.number, l.position'
  const values = { code: filter.code, search: filter.search ?? null }
  for await (const rows of readCursor(`SELECT ${COLUMNS} ${FOUND} ${order}`, values)) {
    yield rows.map(lineOf)
  }
}

function lineOf(row: Record<string, any>): AccountLine {
  return {
    id: row.id,
    entryId: row.entry_id,
    journal: row.journal,
    number: row.number,
    date: row.date,
    pieceReference: row.piece_reference,
    label: row.label,
    auxiliary: row.auxiliary,
    debitCents: BigInt(row.debit_cents),
    creditCents: BigInt(row.credit_cents),
  }
}
