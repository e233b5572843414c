import type { ByteSink } from './byte_io.js'
import type { IdTable } from './id_table.js'

const COMMA = 0x2c
const NEWLINE = 0x0a
const ZERO = 0x30
const FLUSH_BYTES = 1 << 20
/** More than a row of two ids and an exact double takes. */
const ROW_BYTES = 192
const FIRST_BYTES = 1 << 14
/** Below this, a double is also an int32, whose division is a machine instruction. */
const INT32_LIMIT = 0x7fffffff

/**
 * Writes CSV fields as bytes into one buffer, which goes to the sink about a megabyte at a time.
 * Every field is followed by `comma` or `newline`, by hand: the loop over millions of rows is here.
 */
export class CsvWriter {
  readonly #sink: ByteSink
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  constructor(sink: ByteSink) {
    this.#sink = sink
  }

  text(text: string): void {
    this.#ensure(text.length)
    for (let at = 0; at < text.length; at++) this.#bytes[this.#length++] = text.charCodeAt(at)
  }

  /** Copies raw bytes. */
  raw(source: Uint8Array, from: number, to: number): void {
    this.#ensure(to - from)
    const bytes = this.#bytes
    let length = this.#length
    for (let at = from; at < to; at++) bytes[length++] = source[at]
    this.#length = length
  }

  id(ids: IdTable, index: number): void {
    this.#ensure(ROW_BYTES)
    this.#length = ids.copyInto(index, this.#view, this.#length)
  }

  /** A whole row: an owner's id as bytes seen as doubles, the id of a table, an amount below 2^53. */
  share(
    owner: Float64Array,
    ownerLength: number,
    ids: IdTable,
    index: number,
    amount: number
  ): void {
    this.#ensure(ROW_BYTES)
    const bytes = this.#bytes
    const view = this.#view
    let at = this.#length
    for (let from = 0, own = 0; from < ownerLength; from += 8, own++) {
      view.setFloat64(at + from, owner[own], true)
    }
    at += ownerLength
    bytes[at++] = COMMA
    at = ids.copyInto(index, view, at)
    bytes[at++] = COMMA
    at = writeWhole(bytes, at, amount)
    bytes[at++] = NEWLINE
    this.#length = at
  }

  /** A number from 0 to 2^53 − 1. */
  whole(value: number): void {
    this.#ensure(ROW_BYTES)
    this.#length = writeWhole(this.#bytes, this.#length, value)
  }

  integer(value: bigint): void {
    this.text(value.toString())
  }

  comma(): void {
    this.#ensure(1)
    this.#bytes[this.#length++] = COMMA
  }

  newline(): void {
    this.#ensure(1)
    this.#bytes[this.#length++] = NEWLINE
  }

  /** True when enough is waiting to be worth a `flush`. */
  get isFull(): boolean {
    return this.#length >= FLUSH_BYTES
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return
    const written = this.#sink.write(this.#bytes.subarray(0, this.#length))
    if (written) await written
    this.#length = 0
  }

  #ensure(room: number): void {
    if (this.#length + room <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + room))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

/** Writes a number from 0 to 2^53 − 1 in digits and gives the position after them. */
function writeWhole(bytes: Uint8Array, start: number, value: number): number {
  let digits = 1
  for (let limit = 10; value >= limit; limit *= 10) digits++
  let at = start + digits
  let rest = value
  while (rest > INT32_LIMIT) {
    const quotient = Math.floor(rest / 10)
    bytes[--at] = ZERO + (rest - quotient * 10)
    rest = quotient
  }
  for (let small = rest | 0; at > start;) {
    const quotient = (small / 10) | 0
    bytes[--at] = ZERO + (small - quotient * 10)
    small = quotient
  }
  return start + digits
}
