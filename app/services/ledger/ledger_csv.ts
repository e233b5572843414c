import { streamAccountLines, type AccountFilter } from '#services/ledger/queries/list_account_lines'
import type { TrialBalanceLine } from '#services/ledger/queries/trial_balance'
import { csvLine } from '#values/csv'
import { plainCents } from '#values/money'

/** The trial balance as CSV text; amounts in euro with a point. */
export function balanceAsCsv(lines: TrialBalanceLine[]): string {
  return [
    csvLine(['account', 'label', 'debit_eur', 'credit_eur', 'balance_eur']),
    ...lines.map(({ code, labelFr, debitCents, creditCents, balanceCents }) =>
      csvLine([code, labelFr, ...[debitCents, creditCents, balanceCents].map(plainCents)])
    ),
  ].join('')
}

/** An account's lines as CSV text, oldest first, in pieces. */
export async function* linesAsCsv(filter: AccountFilter): AsyncGenerator<string> {
  yield csvLine([
    ...['date', 'journal', 'number', 'piece', 'label', 'auxiliary'],
    ...['debit_eur', 'credit_eur'],
  ])
  for await (const lines of streamAccountLines(filter)) {
    yield lines
      .map((line) =>
        csvLine([
          line.date,
          line.journal,
          line.number,
          line.pieceReference,
          line.label,
          line.auxiliary,
          plainCents(line.debitCents),
          plainCents(line.creditCents),
        ])
      )
      .join('')
  }
}
