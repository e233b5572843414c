import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import canonicalize from 'canonicalize'

/** SHA-256 as 64 lower-case hex digits; text is taken as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** SHA-256 as 32 bytes; text is taken as UTF-8. */
export function sha256(data: string | Uint8Array): Buffer {
  return hash('sha256', data, 'buffer')
}

/** SHA-256 of a file, read as a stream, as hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer)
  return digest.digest('hex')
}

/**
 * RFC 8785 JSON, the one form of a document that is hashed. No newline at the end. Amounts are
 * decimal strings by then; a `bigint` or anything else that JSON cannot carry is refused.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('This value has no JSON form')
  return text
}
