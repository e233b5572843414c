import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { sniffMedia, type MediaType } from '#services/catalogue/sniff_media'
import { sha256OfFile } from '#values/digest'
import { err, ok, type Result } from '#values/result'
import { parseFile } from 'music-metadata'

const HEAD_BYTES = 64
const MAX_NAME_LENGTH = 150

export interface ReadMedia {
  type: MediaType
  durationMs: number
  /** Of its bytes, 64 hex digits. */
  sha256: string
  byteLength: bigint
  /** The name under which listeners receive it. */
  fileName: string
}

/** What a file on this machine is, by its content alone: its form, length, bytes and hash. */
export async function readMedia(
  path: string,
  name: string
): Promise<Result<ReadMedia, 'not_media' | 'unreadable'>> {
  const type = await typeOf(path)
  if (!type) return err('not_media')
  const durationMs = await durationOf(path)
  if (durationMs === null) return err('unreadable')
  const sha256 = await sha256OfFile(path)
  const { size } = await stat(path)
  return ok({ type, durationMs, sha256, byteLength: BigInt(size), fileName: safeName(name, type) })
}

async function typeOf(path: string): Promise<MediaType | null> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return sniffMedia(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

/** Milliseconds, or null when the file cannot be played through. */
async function durationOf(path: string): Promise<number | null> {
  try {
    const { format } = await parseFile(path, { duration: true, skipCovers: true })
    // A silent film has no duration of its own, only its tracks have one.
    const tracks = format.trackInfo.map((track) => track.duration ?? 0)
    const milliseconds = Math.round((format.duration ?? Math.max(0, ...tracks)) * 1000)
    return milliseconds > 0 ? milliseconds : null
  } catch {
    return null
  }
}

/** No folders, no control characters, and the ending that fits the content. */
function safeName(name: string, type: MediaType): string {
  const bare = basename(name.replaceAll('\\', '/'))
    .normalize('NFC')
    .replace(/[\p{C}<>:"|?*]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
  return `${bare.slice(0, MAX_NAME_LENGTH) || 'sans-titre'}.${type.extension}`
}
