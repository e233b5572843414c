import type { ClientBase } from 'pg'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { creditBalance } from '#services/ledger/queries/account_balance'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import { monthLines, partsOfMonth, type Corrections } from '#services/royalties/close/month_entry'
import { periodLastDay } from '#values/period'

/**
 * Posts the month in cents (journal RD, one entry): the artists' part becomes what is due to
 * payees, waits in suspense or is carried; the contributions' part becomes what is due to causes;
 * the operations' part stays with the co-operative. Cents come from the month's net by the rule's
 * step 8, so that the parts are the bank's cents. Described in docs/money.md.
 */
export async function postLedger(context: CloseContext): Promise<Figures> {
  const { period, revision, client, trx, clock } = context
  const summary = await readSummary(context)
  const carriedIn = await creditBalance(accounts.carried, trx)
  const posted = await postEntry(
    {
      journal: 'RD',
      date: periodLastDay(period),
      pieceReference: monthPiece({ period, revision }),
      label: `Répartition ${period}`,
      lines: monthLines({
        period,
        summary,
        carriedInCents: carriedIn > 0n ? carriedIn : 0n,
        corrections: await correctionsOf(period, client),
      }),
      postedBy: 'system',
      postedAt: clock.now(),
    },
    trx
  )
  const parts = partsOfMonth({ period, summary })
  return {
    entry: posted ? `RD ${posted.number}` : '',
    artists_cents: parts.artists.toString(),
    contributions_cents: parts.contributions.toString(),
    operations_cents: parts.operations.toString(),
  }
}

export function monthPiece({ period, revision }: { period: string; revision: number }): string {
  return `RD-${period}-r${revision}`
}

/** What the month takes back (or adds) of closed months, by what it changes. */
export async function correctionsOf(
  period: string,
  client: Pick<ClientBase, 'query'>
): Promise<Corrections> {
  const { rows } = await client.query(
    `SELECT (SELECT coalesce(sum(amount_micro), 0) FROM adjustments
              WHERE period = $1 AND payee_id IS NOT NULL) AS payees,
            (SELECT coalesce(sum(amount_micro), 0) FROM adjustments
              WHERE period = $1 AND payee_id IS NULL) AS suspense,
            (SELECT coalesce(sum(amount_micro), 0) FROM carried_adjustments
              WHERE period = $1) AS carried`,
    [period]
  )
  const { payees, suspense, carried } = rows[0]
  return { payees: BigInt(payees), suspense: BigInt(suspense), carried: BigInt(carried) }
}

export async function readSummary({
  client,
  period,
  revision,
}: Pick<CloseContext, 'client' | 'period' | 'revision'>): Promise<Record<string, string>> {
  const { rows } = await client.query(
    `SELECT figures FROM period_steps
      WHERE period = $1 AND revision = $2 AND step = 'compute' AND state = 'done'`,
    [period, revision]
  )
  return rows[0].figures
}
