import { streamMovements, type MovementFilter } from '#services/shares/queries/movements_page'
import { csvLine } from '#values/csv'
import { plainCents } from '#values/money'

const COLUMNS = [
  'number',
  'type',
  'effective_on',
  'recorded_at',
  'recorded_by',
  'from_member',
  'from_name',
  'from_pocket',
  'to_member',
  'to_name',
  'to_pocket',
  'shares',
  'nominal_eur',
  'amount_eur',
  'paid_eur',
  'corrects',
  'reason',
  'piece',
  'previous_hash',
  'hash',
]

/** The movements as CSV text, oldest first, in pieces; amounts in euro with a point, times in UTC. */
export async function* movementsAsCsv(filter: MovementFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const movements of streamMovements(filter)) {
    yield movements
      .map((one) =>
        csvLine([
          one.number,
          one.type,
          one.effectiveOn,
          one.recordedAt,
          one.recordedBy,
          one.from?.number,
          one.from?.name,
          one.fromPocket,
          one.to?.number,
          one.to?.name,
          one.toPocket,
          one.shares,
          plainCents(one.nominalCents),
          plainCents(one.amountCents),
          plainCents(one.paidCents),
          one.corrects,
          one.reason,
          one.pieceReference,
          one.previousHash,
          one.hash,
        ])
      )
      .join('')
  }
}
