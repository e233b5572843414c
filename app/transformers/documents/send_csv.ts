import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'

/** Answers with a register as a file, streamed as it is read. */
export function sendCsv({ response }: HttpContext, name: string, text: AsyncIterable<string>) {
  response.header('Content-Type', 'text/csv; charset=utf-8')
  response.header('Content-Disposition', `attachment; filename="peerfy-${name}.csv"`)
  response.header('Cache-Control', 'no-store')
  return response.stream(Readable.from(text))
}
