import {
  LEDGER_ACCOUNTS as accounts,
  type LedgerAccountCode,
} from '#services/ledger/chart_of_accounts'
import type { EntryLine } from '#services/ledger/post_entry'
import type { CloseContext } from '#services/royalties/close/close_context'
import { MICRO_PER_CENT } from '#values/money'
import { roundHalfUp } from '#values/ratio'

/**
 * The month's adjustments in cents: what payees, suspense and carried amounts lose (or gain) comes
 * off (or onto) the royalties. Less than a cent of rounding stays on the payees' account.
 */
export async function adjustmentLines(context: CloseContext): Promise<EntryLine[]> {
  const { client, period } = context
  const { rows } = await client.query(
    `SELECT (SELECT coalesce(sum(amount_micro), 0) FROM adjustments
              WHERE period = $1 AND payee_id IS NOT NULL) AS payees,
            (SELECT coalesce(sum(amount_micro), 0) FROM adjustments
              WHERE period = $1 AND payee_id IS NULL) AS suspense`,
    [period]
  )
  return [
    ...linesFor(accounts.payees, BigInt(rows[0].payees)),
    ...linesFor(accounts.suspense, BigInt(rows[0].suspense)),
  ]
}

function linesFor(account: LedgerAccountCode, micro: bigint): EntryLine[] {
  const label = 'Corrections de mois clos'
  const cents = roundHalfUp(micro < 0n ? -micro : micro, MICRO_PER_CENT)
  if (micro < 0n) {
    return [
      { account, label, debitCents: cents },
      { account: accounts.royalties, label, creditCents: cents },
    ]
  }
  return [
    { account: accounts.royalties, label, debitCents: cents },
    { account, label, creditCents: cents },
  ]
}
