import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry, type EntryLine } from '#services/ledger/post_entry'
import { creditBalance } from '#services/ledger/queries/account_balance'
import { ledgerCents } from '#services/royalties/allocation/rule'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import { adjustmentLines } from '#services/royalties/close/post_adjustments'
import { apportion } from '#values/apportion'
import { periodLastDay } from '#values/period'

type Summary = Record<string, string>

/**
 * Posts the month in cents (journal RD, one entry): the artists' part becomes what is due to
 * payees, waits in suspense or is carried; the contributions' part becomes what is due to causes;
 * the operations' part stays with the co-operative. Cents come from the month's net by the rule's
 * step 8, so that the parts are the bank's cents. Described in docs/money.md.
 */
export async function postLedger(context: CloseContext): Promise<Figures> {
  const { period, revision, trx, clock } = context
  const summary = await readSummary(context)
  const parts = ledgerCents(period, BigInt(summary.net_cents), {
    artists: BigInt(summary.artists_micro),
    contributions: BigInt(summary.contributions_micro),
    operations: BigInt(summary.operations_micro),
  })
  const carriedIn = await creditBalance(accounts.carried, trx)
  const lines: EntryLine[] = [
    { account: accounts.royalties, debitCents: parts.artists },
    { account: accounts.carried, debitCents: carriedIn > 0n ? carriedIn : 0n },
    ...artistLines(period, parts.artists + carriedIn, summary),
    { account: accounts.contributions, debitCents: parts.contributions },
    { account: accounts.causes, creditCents: parts.contributions },
    ...(await adjustmentLines(context)),
  ]
  const posted = await postEntry(
    {
      journal: 'RD',
      date: periodLastDay(period),
      pieceReference: `RD-${period}-r${revision}`,
      label: `Répartition ${period}`,
      lines,
      postedBy: 'system',
      postedAt: clock.now(),
    },
    trx
  )
  return {
    entry: posted ? `RD ${posted.number}` : '',
    artists_cents: parts.artists.toString(),
    contributions_cents: parts.contributions.toString(),
    operations_cents: parts.operations.toString(),
  }
}

/** The artists' cents among payees, suspense and carried, by their micro-euro. */
function artistLines(period: string, cents: bigint, summary: Summary): EntryLine[] {
  if (cents <= 0n) return []
  const weights = [
    { id: accounts.payees, weight: BigInt(summary.payee_lines_micro) },
    { id: accounts.suspense, weight: BigInt(summary.suspense_micro) },
    { id: accounts.carried, weight: BigInt(summary.carried_out_micro) },
  ]
  const parts = apportion(cents, weights, (account) => `${period}|ledger|${account}`)
  return weights.map(({ id }, index) => ({ account: id, creditCents: parts[index] }))
}

export async function readSummary({ client, period, revision }: CloseContext): Promise<Summary> {
  const { rows } = await client.query(
    `SELECT figures FROM period_steps
      WHERE period = $1 AND revision = $2 AND step = 'compute' AND state = 'done'`,
    [period, revision]
  )
  return rows[0].figures
}
