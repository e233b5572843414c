import {
  streamApplications,
  type ApplicationFilter,
} from '#services/membership/queries/application_register'
import { csvLine } from '#values/csv'
import { plainCents } from '#values/money'

const COLUMNS = [
  ...['reference', 'state', 'name', 'email', 'kind', 'category', 'shares', 'amount_eur'],
  ...['created_at', 'signed_at', 'decision_reference', 'decision_date'],
]

/** The applications as CSV text, in pieces; times in UTC. */
export async function* applicationsAsCsv(filter: ApplicationFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const batch of streamApplications(filter)) {
    yield batch
      .map((one) =>
        csvLine([
          ...[one.reference, one.state, one.name, one.email, one.kind, one.category, one.shares],
          ...[plainCents(one.amountCents), one.createdAt, one.signedAt],
          ...[one.decisionReference, one.decisionDate],
        ])
      )
      .join('')
  }
}
