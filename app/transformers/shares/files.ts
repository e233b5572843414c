import type { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { attachmentNamed } from '#values/file_names'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
}
export type FileKind = keyof typeof TYPES

/** Hands over a file of the register: as a stream where it may be long, never kept by a cache. */
export function sendFile(
  { response }: HttpContext,
  { name, kind, content }: { name: string; kind: FileKind; content: Readable | Buffer | string }
) {
  response.header('Content-Type', TYPES[kind])
  const fileName = name.includes('.') ? name : `${name}.${kind}`
  response.header('Content-Disposition', attachmentNamed(fileName))
  response.header('Cache-Control', 'no-store')
  return typeof content === 'string' || Buffer.isBuffer(content)
    ? response.send(content)
    : response.stream(content)
}
