import type { CsvColumns } from '#services/documents/csv_text'
import type { MonthLine } from '#services/royalties/queries/months_register'

/** The register of months for spreadsheets: cents and micro-euro as whole numbers. */
export const MONTH_COLUMNS: CsvColumns<MonthLine> = {
  period: ({ period }) => period,
  state: ({ state }) => state,
  revision: ({ revision }) => revision,
  subscribers: ({ subscribers }) => subscribers,
  gross_cents: ({ totals }) => totals?.gross_cents,
  vat_cents: ({ totals }) => totals?.vat_cents,
  payment_fees_cents: ({ totals }) => totals?.payment_fees_cents,
  net_cents: ({ totals }) => totals?.net_cents,
  artists_micro: ({ totals }) => totals?.artists_micro,
  contributions_micro: ({ totals }) => totals?.contributions_micro,
  operations_micro: ({ totals }) => totals?.operations_micro,
  payout_cents: ({ totals }) => totals?.payout_cents,
  policy_version: ({ policyVersion }) => policyVersion,
}
