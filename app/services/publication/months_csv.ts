import { csvText, type CsvColumns } from '#services/documents/csv_text'
import {
  listPublishedMonths,
  type PublishedMonth,
} from '#services/publication/queries/published_months'

const COLUMNS: CsvColumns<PublishedMonth> = {
  period: ({ period }) => period,
  revision: ({ revision }) => revision,
  subscribers: ({ report }) => report.counts.subscribers,
  gross_cents: ({ report }) => report.totals.gross_cents,
  vat_cents: ({ report }) => report.totals.vat_cents,
  payment_fees_cents: ({ report }) => report.totals.payment_fees_cents,
  net_cents: ({ report }) => report.totals.net_cents,
  artists_micro: ({ report }) => report.totals.artists_micro,
  contributions_micro: ({ report }) => report.totals.contributions_micro,
  operations_micro: ({ report }) => report.totals.operations_micro,
  published_at: ({ publishedAt }) => publishedAt,
  root: ({ root }) => root,
  doc_hash: ({ docHash }) => docHash,
  transaction: ({ chain }) => chain?.tx,
}

/** Every published month as CSV text: cents and micro-euro as whole numbers, times in UTC. */
export async function publishedMonthsAsCsv(): Promise<AsyncGenerator<string>> {
  return csvText(COLUMNS, [await listPublishedMonths()])
}
