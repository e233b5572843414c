import { streamMovements, type MovementFilter } from '#services/shares/queries/movements_page'

/** The movements as one JSON document, oldest first, in pieces; amounts in cents as text. */
export async function* movementsAsJson(filter: MovementFilter): AsyncGenerator<string> {
  yield '{"currency":"EUR","hash":"sha256 over previous_hash and the RFC 8785 JSON of the row","movements":['
  let first = true
  for await (const movements of streamMovements(filter)) {
    const lines = movements.map((one) => JSON.stringify(one)).join(',\n')
    yield first ? `\n${lines}` : `,\n${lines}`
    first = false
  }
  yield '\n]}\n'
}
