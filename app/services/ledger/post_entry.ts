import type { ClientBase } from 'pg'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { rawClient } from '#database/raw_client'
import { newId } from '#values/id'
import { seedChart } from '#services/ledger/seed_chart'
import { CHART, type LedgerAccountCode } from '#services/ledger/chart_of_accounts'

/** BQ bank, VE sales, RD allocation of the month, OD anything else. */
export type Journal = 'BQ' | 'VE' | 'RD' | 'OD'

/** One side of an entry in cents; a line of 0 is left out. `auxiliary` names who the line is for. */
export type EntryLine = {
  account: LedgerAccountCode
  auxiliary?: string
  label?: string
  debitCents?: bigint
  creditCents?: bigint
}

export type EntryDraft = {
  journal: Journal
  /** The day of the fact, YYYY-MM-DD. */
  date: string
  /** Names the piece once and for all: posting it again changes nothing. */
  pieceReference: string
  label: string
  lines: readonly EntryLine[]
  postedBy: string
  postedAt: DateTime
}

export type PostedEntry = { id: string; number: number; created: boolean }

/** The entry does not balance, or its piece was posted with other amounts. */
export class LedgerError extends Error {
  readonly name = 'LedgerError'
}

/**
 * Posts a balanced entry in the caller's transaction, once per piece reference, with the next
 * number of its journal (no gap: the number is taken under a lock that ends with the
 * transaction). Amounts in cents.
 *
 * @returns the entry; null when every line is 0, because there is nothing to post
 * @throws LedgerError
 */
export async function postEntry(
  draft: EntryDraft,
  trx: TransactionClientContract
): Promise<PostedEntry | null> {
  const lines = draft.lines.filter((line) => (line.debitCents ?? 0n) !== (line.creditCents ?? 0n))
  if (lines.length === 0) return null
  assertBalanced(draft, lines)
  const client = await rawClient(trx)
  await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`ledger|${draft.journal}`])
  const known = await findPosted(client, draft, lines)
  if (known) return known
  const id = newId()
  const number = await insertEntry(client, id, draft, trx)
  await insertLines(client, id, draft, lines)
  return { id, number, created: true }
}

function assertBalanced(draft: EntryDraft, lines: readonly EntryLine[]): void {
  let difference = 0n
  for (const { debitCents = 0n, creditCents = 0n } of lines) {
    if (debitCents < 0n || creditCents < 0n || (debitCents > 0n && creditCents > 0n)) {
      throw new LedgerError(`${draft.pieceReference}: a line is a debit or a credit, not negative`)
    }
    difference += debitCents - creditCents
  }
  if (difference !== 0n) {
    throw new LedgerError(`${draft.pieceReference} is not balanced: ${difference} cents too many`)
  }
}

async function findPosted(client: ClientBase, draft: EntryDraft, lines: readonly EntryLine[]) {
  const { rows } = await client.query(
    `SELECT e.id, e.number, array_agg(l.account_code || '|' || l.debit_cents || '|' || l.credit_cents
            ORDER BY l.position) AS lines
       FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
      WHERE e.piece_reference = $1 GROUP BY e.id`,
    [draft.pieceReference]
  )
  if (rows.length === 0) return null
  const asked = lines.map((l) => `${l.account}|${l.debitCents ?? 0n}|${l.creditCents ?? 0n}`)
  if (asked.join() !== rows[0].lines.join()) {
    throw new LedgerError(`${draft.pieceReference} is posted already, with other amounts`)
  }
  return { id: rows[0].id as string, number: rows[0].number as number, created: false }
}

async function insertEntry(
  client: ClientBase,
  id: string,
  draft: EntryDraft,
  trx: TransactionClientContract
): Promise<number> {
  const { rows: existing } = await client.query(
    'SELECT count(*)::int AS count FROM ledger_accounts'
  )
  if (existing[0].count < CHART.length) await seedChart(trx)
  const { rows } = await client.query(
    `INSERT INTO journal_entries
       (id, journal, number, entry_date, piece_reference, label, posted_by_label, posted_at)
     SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7
       FROM journal_entries WHERE journal = $2
     RETURNING number`,
    [
      id,
      draft.journal,
      draft.date,
      draft.pieceReference,
      draft.label,
      draft.postedBy,
      draft.postedAt.toISO(),
    ]
  )
  return rows[0].number
}

async function insertLines(
  client: ClientBase,
  entryId: string,
  draft: EntryDraft,
  lines: readonly EntryLine[]
): Promise<void> {
  await client.query(
    `INSERT INTO journal_lines
       (id, entry_id, position, account_code, auxiliary, label, debit_cents, credit_cents)
     SELECT l.id, $1, l.position, l.account, l.auxiliary, l.label, l.debit, l.credit
       FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                   $8::bigint[]) AS l (id, position, account, auxiliary, label, debit, credit)`,
    [
      entryId,
      lines.map(() => newId()),
      lines.map((_, index) => index + 1),
      lines.map((line) => line.account),
      lines.map((line) => line.auxiliary ?? null),
      lines.map((line) => line.label ?? draft.label),
      lines.map((line) => String(line.debitCents ?? 0n)),
      lines.map((line) => String(line.creditCents ?? 0n)),
    ]
  )
}
