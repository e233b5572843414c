import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { LedgerAccountCode } from '#services/ledger/chart_of_accounts'
import type { EntryLine } from '#services/ledger/post_entry'

/** The lines of a piece with debit and credit exchanged. */
export async function reversedLines(
  trx: TransactionClientContract,
  pieceReference: string
): Promise<EntryLine[]> {
  const { rows } = await trx.rawQuery(
    `SELECT l.account_code, l.auxiliary, l.debit_cents, l.credit_cents
       FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
      WHERE e.piece_reference = ? ORDER BY l.position`,
    [pieceReference]
  )
  return rows.map((row: Record<string, string>) => ({
    account: row.account_code as LedgerAccountCode,
    auxiliary: row.auxiliary ?? undefined,
    debitCents: BigInt(row.credit_cents),
    creditCents: BigInt(row.debit_cents),
  }))
}
