import {
  streamPayments,
  type PaymentFilter,
} from '#services/subscriptions/queries/payment_register_page'
import { csvLine } from '#values/csv'
import { plainCents } from '#values/money'

const COLUMNS = [
  'id',
  'asked_at',
  'subscriber',
  'rail',
  'reference',
  'state',
  'amount_eur',
  'fee_eur',
  'settled_at',
  'settled_period',
]

/** The register of payments as CSV text, in pieces; amounts in euro with a point, times in UTC. */
export async function* paymentsAsCsv(filter: PaymentFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const payments of streamPayments(filter)) {
    yield payments
      .map((payment) =>
        csvLine([
          payment.id,
          payment.createdAt,
          payment.subscriberName,
          payment.rail,
          payment.reference,
          payment.state,
          plainCents(payment.grossCents),
          plainCents(payment.feeCents),
          payment.settledAt,
          payment.settledPeriod,
        ])
      )
      .join('')
  }
}
