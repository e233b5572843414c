import db from '@adonisjs/lucid/services/db'
import { rawClient } from '#database/raw_client'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import type { EntryLine } from '#services/ledger/post_entry'
import { monthLines, partsOfMonth } from '#services/royalties/close/month_entry'
import { correctionsOf, monthPiece } from '#services/royalties/close/post_ledger'

type PostedMonth = {
  period: string
  revision: number
  summary: Record<string, string>
  posted: Record<string, string>
}

/**
 * Compares the entry of every month that was posted, line by line, with what its summary and its
 * corrections ask for: an entry that was changed, added or never written is found though it
 * balances.
 *
 * @param period the month to judge; all when null. Earlier months are read for what they carried.
 * @returns what is wrong first, null when nothing is
 */
export async function firstWrongMonthEntry(period: string | null): Promise<string | null> {
  return db.transaction(async (trx) => {
    const client = await rawClient(trx)
    const { rows: months } = await client.query<PostedMonth>(
      `SELECT p.period, p.revision, coalesce(p.summary, c.figures) AS summary, s.figures AS posted
         FROM periods p
         JOIN period_steps s ON (s.period, s.revision, s.step, s.state)
              = (p.period, p.revision, 'post', 'done')
         LEFT JOIN period_steps c ON (c.period, c.revision, c.step, c.state)
              = (p.period, p.revision, 'compute', 'done')
        WHERE $1::text IS NULL OR p.period <= $1 ORDER BY p.period`,
      [period]
    )
    const { rows: entries } = await client.query<{ piece: string; lines: string }>(
      `SELECT piece, string_agg(account_code || ' ' || debit || '/' || credit, ', '
                                ORDER BY account_code) AS lines
         FROM (SELECT e.piece_reference AS piece, l.account_code, sum(l.debit_cents) AS debit,
                      sum(l.credit_cents) AS credit
                 FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
                WHERE e.journal = 'RD' GROUP BY 1, 2) AS sums
        GROUP BY piece`
    )
    const written = new Map(entries.map(({ piece, lines }) => [piece, lines]))
    let carriedInCents = 0n
    for (const month of months) {
      const corrections = await correctionsOf(month.period, client)
      const lines = monthLines({ ...month, carriedInCents, corrections })
      const problem = compare(month, lines, written)
      if (problem && (period === null || month.period === period)) return problem
      carriedInCents += balanceOf(accounts.carried, lines)
    }
    const [stray] = written.keys()
    return period === null && stray ? `${stray}: no month was posted under this name` : null
  })
}

function compare(
  month: PostedMonth,
  lines: EntryLine[],
  written: Map<string, string>
): string | null {
  const piece = monthPiece(month)
  const [found, asked] = [written.get(piece) ?? '', textOf(lines)]
  written.delete(piece)
  if (found !== asked) return `${piece}: the ledger says ${found || 'nothing'}, not ${asked}`
  for (const [key, cents] of Object.entries(partsOfMonth(month))) {
    const kept = month.posted[`${key}_cents`]
    if (kept !== cents.toString()) return `${piece}: ${key} is kept as ${kept} cents, not ${cents}`
  }
  return null
}

/** As the query writes them: each account's debit and credit, by account. */
function textOf(lines: EntryLine[]): string {
  const sums = new Map<string, [bigint, bigint]>()
  for (const { account, debitCents = 0n, creditCents = 0n } of lines) {
    if (debitCents === creditCents) continue
    const [debit, credit] = sums.get(account) ?? [0n, 0n]
    sums.set(account, [debit + debitCents, credit + creditCents])
  }
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([account, [debit, credit]]) => `${account} ${debit}/${credit}`)
    .join(', ')
}

function balanceOf(account: string, lines: EntryLine[]): bigint {
  return lines
    .filter((line) => line.account === account)
    .reduce((sum, { debitCents = 0n, creditCents = 0n }) => sum + creditCents - debitCents, 0n)
}
