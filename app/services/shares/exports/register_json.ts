import { streamRegister } from '#services/shares/queries/stream_register'

/** The register at the end of a day as one JSON document, in pieces; amounts in cents as text. */
export async function* registerAsJson(day: string): AsyncGenerator<string> {
  yield `{"day":${JSON.stringify(day)},"currency":"EUR","members":[`
  let first = true
  for await (const entries of streamRegister(day)) {
    const lines = entries.map((entry) => JSON.stringify(entry, asText)).join(',\n')
    yield first ? `\n${lines}` : `,\n${lines}`
    first = false
  }
  yield '\n]}\n'
}

const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
