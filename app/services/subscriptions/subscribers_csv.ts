import {
  streamSubscribers,
  type SubscriberFilter,
} from '#services/subscriptions/queries/subscriber_register_page'
import { csvLine } from '#values/csv'

const COLUMNS = ['id', 'name', 'email', 'plan', 'state', 'since', 'payments', 'last_payment']

/** The register of subscribers as CSV text, in pieces; times in UTC. */
export async function* subscribersAsCsv(
  filter: SubscriberFilter,
  locale: string
): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const people of streamSubscribers(filter, locale)) {
    yield people
      .map((one) =>
        csvLine([
          one.id,
          one.name,
          one.email,
          one.planName,
          one.state,
          one.since,
          one.paidCount,
          one.lastPaidOn,
        ])
      )
      .join('')
  }
}
