import { isAbsolute, relative, resolve, sep } from 'node:path'

export interface MediaFile {
  id: string
  fileName: string
  storagePath: string
  mimeType: string
  byteLength: bigint
}

/**
 * Finds the file that a webseed URL means (BEP 19): `<name>` for a torrent of one file,
 * `<name>/<file>` for a torrent of several.
 *
 * @param path what follows the info-hash, still percent-encoded
 */
export function findMediaFile(
  torrentName: string,
  files: MediaFile[],
  path: string
): MediaFile | null {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '') continue
    try {
      segments.push(decodeURIComponent(segment))
    } catch {
      return null
    }
  }
  // WebTorrent asks for the address as it stands, without the name that BEP 19 adds to a slash.
  if (segments.length === 0 && files.length === 1) return files[0]
  if (segments.length === 1 && files.length === 1) {
    const [only] = files
    return segments[0] === torrentName || segments[0] === only.fileName ? only : null
  }
  if (segments.length === 2 && segments[0] === torrentName) {
    return files.find((file) => file.fileName === segments[1]) ?? null
  }
  return null
}

/**
 * Where the file lies below the media folder, null when it would lie outside. The stored path is
 * relative to the folder, with or without the folder's own name in front.
 */
export function insideMedia(mediaRoot: string, storagePath: string): string | null {
  const path = isAbsolute(storagePath) ? storagePath : storagePath.replace(/^media[/\\]/, '')
  const inside = relative(mediaRoot, resolve(mediaRoot, path))
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    return null
  }
  return inside
}

/** The bytes that a finished answer carried, both ends included; null when it carried none. */
export function servedRange(
  status: number,
  contentRange: string | undefined,
  byteLength: bigint
): { start: bigint; end: bigint } | null {
  if (status === 200) return { start: 0n, end: byteLength - 1n }
  const match = status === 206 && /^bytes (\d+)-(\d+)\//.exec(contentRange ?? '')
  return match ? { start: BigInt(match[1]), end: BigInt(match[2]) } : null
}
