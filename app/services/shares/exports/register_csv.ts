import { streamRegister } from '#services/shares/queries/stream_register'
import { csvLine } from '#values/csv'
import { plainCents } from '#values/money'

const COLUMNS = [
  'number',
  'name',
  'kind',
  'siren',
  'categories',
  'joined_on',
  'shares',
  'subscribed_eur',
  'paid_up_eur',
  'leaving_shares',
  'leaving_eur',
  'street',
  'postcode',
  'city',
  'country',
]

/** The register at the end of a day as CSV text, in pieces; amounts in euro with a point. */
export async function* registerAsCsv(day: string): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const entries of streamRegister(day)) {
    yield entries
      .map((entry) =>
        csvLine([
          entry.number,
          entry.name,
          entry.kind,
          entry.siren,
          entry.categories,
          entry.joinedOn,
          entry.shares,
          plainCents(entry.subscribedCents),
          plainCents(entry.paidCents),
          entry.leavingShares,
          plainCents(entry.leavingSubscribedCents),
          entry.street,
          entry.postcode,
          entry.city,
          entry.country,
        ])
      )
      .join('')
  }
}
