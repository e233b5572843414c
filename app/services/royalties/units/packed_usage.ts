const MAGIC = 0x31555050
const HEAD_BYTES = 16
const UUID_BYTES = 16

/**
 * The rows of usage.csv of one range, packed: what the computation reads in place of their text.
 * Subscribers and works are in the order of their ids, rows in the order of the file; works are
 * numbers, sums are doubles (below 2^53). It lives as long as the other parts of the month.
 */
export type PackedUsage = {
  readonly rows: number
  /** Ids of 16 bytes each, ascending. */
  readonly subscribers: Uint8Array
  readonly works: Uint8Array
  /** For each subscriber, the number of the row after the last one. */
  readonly ends: Uint32Array
  readonly work: Uint32Array
  readonly listening: Float64Array
  readonly download: Float64Array
}

/** The bytes of a range's packed rows, in pieces. */
export function packUsage(usage: PackedUsage): Uint8Array[] {
  const { rows, subscribers, works } = usage
  const head = Uint32Array.of(
    MAGIC,
    subscribers.length / UUID_BYTES,
    works.length / UUID_BYTES,
    rows
  )
  return [
    head,
    usage.listening.subarray(0, rows),
    usage.download.subarray(0, rows),
    usage.work.subarray(0, rows),
    usage.ends,
    subscribers,
    works,
  ].map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
}

/** Views on the packed bytes; nothing is copied. */
export function unpackUsage(buffer: ArrayBuffer): PackedUsage {
  const [magic, subscriberCount, workCount, rows] = new Uint32Array(buffer, 0, 4)
  if (magic !== MAGIC) throw new Error('The packed rows of use are of another form')
  let at = HEAD_BYTES
  const place = (bytes: number) => {
    at += bytes
    return at - bytes
  }
  return {
    rows,
    listening: new Float64Array(buffer, place(rows * 8), rows),
    download: new Float64Array(buffer, place(rows * 8), rows),
    work: new Uint32Array(buffer, place(rows * 4), rows),
    ends: new Uint32Array(buffer, place(subscriberCount * 4), subscriberCount),
    subscribers: new Uint8Array(
      buffer,
      place(subscriberCount * UUID_BYTES),
      subscriberCount * UUID_BYTES
    ),
    works: new Uint8Array(buffer, place(workCount * UUID_BYTES), workCount * UUID_BYTES),
  }
}
