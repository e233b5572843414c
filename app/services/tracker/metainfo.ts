/** Keys of a .torrent that say where to go; the rest is kept as it is. */
export interface TorrentPlaces {
  announce: string
  announceList: string[][]
  urlList: string[]
}

const COLON = 58
const END = 101

/** Where the bencoded value that begins at `at` ends. @throws for what is not bencoded */
function endOfValue(bytes: Buffer, at: number): number {
  const first = bytes[at]
  if (first === 105) return bytes.indexOf(END, at) + 1
  if (first === 108 || first === 100) {
    let position = at + 1
    while (bytes[position] !== END) {
      position = endOfValue(bytes, position)
      if (position >= bytes.length) throw new Error('bencoded value without an end')
    }
    return position + 1
  }
  const colon = bytes.indexOf(COLON, at)
  const length = Number(bytes.toString('latin1', at, colon))
  if (colon < 0 || !Number.isSafeInteger(length) || length < 0) throw new Error('not bencoded')
  return colon + 1 + length
}

/** The entries of a bencoded dictionary, their values as the bytes they are. */
function entriesOf(bytes: Buffer): Map<string, Buffer> {
  if (bytes[0] !== 100) throw new Error('a torrent file is a bencoded dictionary')
  const entries = new Map<string, Buffer>()
  let at = 1
  while (bytes[at] !== END) {
    const keyEnd = endOfValue(bytes, at)
    const key = bytes.toString('latin1', bytes.indexOf(COLON, at) + 1, keyEnd)
    const valueEnd = endOfValue(bytes, keyEnd)
    if (valueEnd > bytes.length) throw new Error('a torrent file that was cut')
    entries.set(key, bytes.subarray(keyEnd, valueEnd))
    at = valueEnd
  }
  return entries
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes])
}

function list(items: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('l'), ...items, Buffer.from('e')])
}

/**
 * A .torrent with other trackers and webseeds. Nothing is decoded and encoded again: the bytes of
 * the info dictionary, and so the info-hash, cannot change.
 */
export function rewriteMetainfo(metainfo: Buffer, places: TorrentPlaces): Buffer {
  const entries = entriesOf(metainfo)
  if (!entries.has('info')) throw new Error('a torrent file without an info dictionary')
  entries.set('announce', text(places.announce))
  entries.set('announce-list', list(places.announceList.map((tier) => list(tier.map(text)))))
  entries.set('url-list', list(places.urlList.map(text)))
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat([
    Buffer.from('d'),
    ...sorted.flatMap(([key, value]) => [text(key), value]),
    Buffer.from('e'),
  ])
}
