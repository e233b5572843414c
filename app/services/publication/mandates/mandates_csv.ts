import type ApprovalMandate from '#models/publication/approval_mandate'
import { csvText, pagesOf, type CsvColumns } from '#services/documents/csv_text'
import { mandateRegister, type MandateFilter } from '#services/publication/queries/mandate_register'

const PER_BATCH = 500

const COLUMNS: CsvColumns<ApprovalMandate> = {
  id: ({ id }) => id,
  name: ({ account }) => account.fullName,
  capacity: ({ capacity }) => capacity,
  starts_on: ({ startsOn }) => startsOn.toISODate(),
  ends_on: ({ endsOn }) => endsOn?.toISODate(),
}

/** The approvers' mandates as CSV text, in pieces. */
export function mandatesAsCsv(filter: MandateFilter): AsyncGenerator<string> {
  const read = async (page: number) => {
    const found = await mandateRegister({ ...filter, page, perPage: PER_BATCH })
    return found.all()
  }
  return csvText(COLUMNS, pagesOf(read, PER_BATCH))
}
