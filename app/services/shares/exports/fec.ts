import db from '@adonisjs/lucid/services/db'
import { plainCents } from '#values/money'

/** The eighteen fields of the file of accounting entries (A08; LPF A47 A-1). */
export const FEC_FIELDS = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const

const JOURNALS: Record<string, string> = { BQ: 'Banque', OD: 'Opérations diverses' }
const BATCH = 2_000

/** What shares posts bears one of these accounts; no other domain writes on them. */
const SHARE_ACCOUNTS = `('109', '1011', '1012', '10131', '10138', '4562', '4563', '4567', '457')`

export type FecYear = { from: string; to: string }

/**
 * The entries of shares in a financial year, in the order of their validation, tab-separated, UTF-8
 * (A08): dates AAAAMMJJ, decimal comma, every entry with its day of validation. The numbers are the
 * journals' own: entries of other domains stand between them.
 */
export async function* sharesFec({ from, to }: FecYear): AsyncGenerator<string> {
  yield `${FEC_FIELDS.join('\t')}\r\n`
  for (let last = { at: '-infinity', journal: '', number: 0 }; ;) {
    const { rows: entries } = await db.rawQuery(
      `SELECT e.id, e.posted_at::text AS at, e.journal, e.number FROM journal_entries e
        WHERE e.entry_date BETWEEN :from AND :to
          AND (e.posted_at, e.journal, e.number) > (:at::timestamptz, :journal, :number::int)
          AND EXISTS (SELECT 1 FROM journal_lines l
                       WHERE l.entry_id = e.id AND l.account_code IN ${SHARE_ACCOUNTS})
        ORDER BY e.posted_at, e.journal, e.number LIMIT ${BATCH}`,
      { from, to, at: last.at, journal: last.journal, number: last.number }
    )
    if (entries.length === 0) return
    last = entries.at(-1)
    yield await linesOf(entries.map((entry: { id: string }) => entry.id))
  }
}

async function linesOf(entryIds: string[]): Promise<string> {
  const { rows } = await db.rawQuery(
    `SELECT e.journal, e.number, to_char(e.entry_date, 'YYYYMMDD') AS day, a.code, a.label_fr,
            m.number AS member_number, m.id AS member_id, m.display_name, e.piece_reference, l.label,
            l.debit_cents, l.credit_cents,
            to_char(e.posted_at AT TIME ZONE 'Europe/Paris', 'YYYYMMDD') AS valid_day
       FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
       JOIN ledger_accounts a ON a.code = l.account_code
       LEFT JOIN members m ON m.id =
            CASE WHEN l.auxiliary ~ '^[0-9a-f-]{36}$' THEN l.auxiliary::uuid END
      WHERE e.id = ANY(:ids::uuid[]) ORDER BY e.posted_at, e.journal, e.number, l.position`,
    { ids: `{${entryIds.join(',')}}` }
  )
  return rows
    .map((row: Record<string, any>) => `${fieldsOf(row).map(clean).join('\t')}\r\n`)
    .join('')
}

function fieldsOf(row: Record<string, any>): string[] {
  const auxiliary = row.member_id ? `S${row.member_number ?? row.member_id.slice(0, 8)}` : ''
  return [
    row.journal,
    JOURNALS[row.journal] ?? row.journal,
    `${row.journal}${row.number}`,
    row.day,
    row.code,
    row.label_fr,
    auxiliary,
    row.member_id ? row.display_name : '',
    row.piece_reference,
    row.day,
    row.label,
    plainCents(BigInt(row.debit_cents)).replace('.', ','),
    plainCents(BigInt(row.credit_cents)).replace('.', ','),
    '',
    '',
    row.valid_day,
    '',
    '',
  ]
}

/** A field never breaks the file: what cuts it becomes a space. */
const clean = (text: string) => text.replace(/[\t\r\n|]+/g, ' ').trim()

/** The name that the tax office asks for: SIREN, FEC, last day of the year. */
export function fecFileName(siren: string, { to }: FecYear): string {
  return `${siren.replace(/\s/g, '')}FEC${to.replaceAll('-', '')}.txt`
}
