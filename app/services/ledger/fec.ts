import db from '@adonisjs/lucid/services/db'
import { readCursor } from '#services/ledger/read_cursor'
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

const JOURNALS: Record<string, string> = {
  AN: 'À nouveaux',
  BQ: 'Banque',
  OD: 'Opérations diverses',
  RD: 'Répartition des droits',
  VE: 'Ventes',
}

export type FecYear = { from: string; to: string }

/** Who the auxiliary accounts are, by what the ledger's lines name them with. */
export type Auxiliaries = Map<string, { code: string; name: string }>

export type FecInput = {
  year: FecYear
  namesOf: (auxiliaries: string[]) => Promise<Auxiliaries>
  /** For an extract: only entries with a line on one of these accounts, without opening balances. */
  only?: readonly string[]
}

/**
 * The file of accounting entries of a financial year, tab-separated, UTF-8 (A08): the opening
 * balances first, then the entries in the order of their validation; dates AAAAMMJJ, decimal comma.
 * Each journal is numbered in the year from 1 without a gap; an extract keeps the numbers of the
 * whole file.
 */
export async function* writeFec(input: FecInput): AsyncGenerator<string> {
  yield lineOf([...FEC_FIELDS])
  if (!input.only) yield await rowsText(await openingRows(input.year), input)
  const numbers = new Map<string, number>()
  let entry: string | null = null
  for await (const rows of readCursor(ENTRIES, { ...input.year, only: listOf(input.only) })) {
    for (const row of rows) {
      if (row.entry_id !== entry) {
        numbers.set(row.journal, (numbers.get(row.journal) ?? 0) + 1)
      }
      entry = row.entry_id
      row.number = numbers.get(row.journal)
    }
    yield await rowsText(
      rows.filter((row) => row.chosen),
      input
    )
  }
}

const ENTRIES = `
  SELECT e.id AS entry_id, e.journal, to_char(e.entry_date, 'YYYYMMDD') AS day, a.code, a.label_fr,
         l.auxiliary, e.piece_reference, l.label, l.debit_cents, l.credit_cents,
         to_char(e.posted_at AT TIME ZONE 'Europe/Paris', 'YYYYMMDD') AS valid_day,
         CAST(:only AS text[]) IS NULL
           OR bool_or(l.account_code = ANY(CAST(:only AS text[]))) OVER (PARTITION BY e.id) AS chosen
    FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
    JOIN ledger_accounts a ON a.code = l.account_code
   WHERE e.entry_date BETWEEN :from AND :to
   ORDER BY e.posted_at, e.journal, e.number, l.position`

/**
 * What the accounts of the balance sheet held before the year, per auxiliary account; what earlier
 * years earned or lost, as their result.
 */
async function openingRows({ from }: FecYear): Promise<Record<string, any>[]> {
  const { rows } = await db.rawQuery(
    `WITH before AS (SELECT l.account_code, l.auxiliary, l.debit_cents - l.credit_cents AS cents
                       FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
                      WHERE e.entry_date < :from),
          held AS (SELECT account_code AS code, auxiliary, sum(cents) AS cents FROM before
                    WHERE account_code < '6' OR account_code >= '8' GROUP BY 1, 2
                   UNION ALL
                   SELECT CASE WHEN sum(cents) > 0 THEN '129' ELSE '120' END, NULL, sum(cents)
                     FROM before WHERE account_code >= '6' AND account_code < '8')
     SELECT h.code, a.label_fr, h.auxiliary, sum(h.cents) AS cents
       FROM held h JOIN ledger_accounts a ON a.code = h.code
      WHERE h.cents <> 0 GROUP BY 1, 2, 3 HAVING sum(h.cents) <> 0 ORDER BY 1, 3`,
    { from }
  )
  const day = from.replaceAll('-', '')
  return rows.map((row: Record<string, any>) => {
    const cents = BigInt(row.cents)
    return {
      ...row,
      journal: 'AN',
      number: 1,
      day,
      valid_day: day,
      piece_reference: `AN-${from}`,
      label: 'Soldes à nouveau',
      debit_cents: cents > 0n ? cents : 0n,
      credit_cents: cents < 0n ? -cents : 0n,
    }
  })
}

async function rowsText(rows: Record<string, any>[], { namesOf }: FecInput): Promise<string> {
  const asked = new Set<string>(rows.map((row) => row.auxiliary).filter(Boolean))
  const names = asked.size > 0 ? await namesOf([...asked]) : new Map()
  return rows.map((row) => lineOf(fieldsOf(row, names))).join('')
}

function fieldsOf(row: Record<string, any>, names: Auxiliaries): string[] {
  const who = row.auxiliary ? names.get(row.auxiliary) : undefined
  return [
    row.journal,
    JOURNALS[row.journal] ?? row.journal,
    `${row.journal}${row.number}`,
    row.day,
    row.code,
    row.label_fr,
    who?.code ?? '',
    who?.name ?? '',
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
const clean = (text: string) => text.replace(/[\s|]+/g, ' ').trim()
const lineOf = (fields: string[]) => `${fields.map(clean).join('\t')}\r\n`
const listOf = (only?: readonly string[]) => (only ? `{${only.join(',')}}` : null)

/** The name that the tax office asks for: SIREN, FEC, last day of the year. Of a whole file only. */
export function fecFileName(siren: string, { to }: FecYear): string {
  return `${siren.replace(/\s/g, '')}FEC${to.replaceAll('-', '')}.txt`
}
