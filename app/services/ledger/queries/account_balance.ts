import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { LedgerAccountCode } from '#services/ledger/chart_of_accounts'

/** What an account holds in cents, credit less debit, over all its entries. */
export async function creditBalance(
  code: LedgerAccountCode,
  trx: TransactionClientContract
): Promise<bigint> {
  const { rows } = await trx.rawQuery(
    `SELECT coalesce(sum(credit_cents) - sum(debit_cents), 0) AS balance
       FROM journal_lines WHERE account_code = ?`,
    [code]
  )
  return BigInt(rows[0].balance)
}
