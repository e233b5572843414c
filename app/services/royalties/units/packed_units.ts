const MAGIC = 0x32555050
const HEAD_BYTES = 16
const UUID_BYTES = 16

/**
 * The units of use of one range, frozen and packed: what the computation reads, and what usage.csv
 * and evidence.csv are written from. Subscribers and works are in the order of their ids, rows in
 * the order of the files; rows of the same subscriber and work lie side by side, not yet added up.
 * It lives as long as the other parts of the month.
 */
export type PackedUnits = {
  readonly rows: number
  /** Ids of 16 bytes each, ascending. */
  readonly subscribers: Uint8Array
  readonly works: Uint8Array
  /** For each subscriber, the number of the row after the last one. */
  readonly ends: Uint32Array
  /** For each row: the number of its work, its column of evidence.csv, how many units. */
  readonly work: Uint32Array
  readonly counter: Uint8Array
  readonly units: Uint32Array
}

/** The bytes of a range's packed rows, in pieces. */
export function packUnits(packed: PackedUnits): Uint8Array[] {
  const { rows, subscribers, works } = packed
  const head = Uint32Array.of(
    MAGIC,
    subscribers.length / UUID_BYTES,
    works.length / UUID_BYTES,
    rows
  )
  return [
    ...[head, packed.work, packed.units, packed.ends, subscribers, works, packed.counter],
  ].map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
}

/** Views on the packed bytes; nothing is copied. */
export function unpackUnits(buffer: ArrayBuffer): PackedUnits {
  const [magic, subscriberCount, workCount, rows] = new Uint32Array(buffer, 0, 4)
  if (magic !== MAGIC) throw new Error('The packed units of use are of another form')
  let at = HEAD_BYTES
  const place = (bytes: number) => {
    at += bytes
    return at - bytes
  }
  const numbers = (count: number) => new Uint32Array(buffer, place(count * 4), count)
  const bytes = (count: number) => new Uint8Array(buffer, place(count), count)
  return {
    rows,
    work: numbers(rows),
    units: numbers(rows),
    ends: numbers(subscriberCount),
    subscribers: bytes(subscriberCount * UUID_BYTES),
    works: bytes(workCount * UUID_BYTES),
    counter: bytes(rows),
  }
}
