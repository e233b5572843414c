import type { ByteSink } from '#services/royalties/allocation/byte_io'
import { TEXT_LENGTH, TEXT_PLACE } from '#services/royalties/units/uuid_table'

const COMMA = 0x2c
const NEWLINE = 0x0a
const ZERO = 0x30
const FLUSH_BYTES = 1 << 18
/** More than two ids and eight sums below 2^53 take. */
const LONGEST_LINE = 256

/** Lines of ids and counts, written as bytes in place; ids are copied eight bytes at a time. */
export class LineWriter {
  readonly #bytes = new Uint8Array(FLUSH_BYTES + LONGEST_LINE)
  readonly #view = new DataView(this.#bytes.buffer)
  #length = 0

  constructor(readonly sink: ByteSink) {}

  /** An id of a table of texts (`uuidTexts`), read as doubles: ASCII bytes are never a NaN. */
  id(texts: Float64Array, index: number): void {
    const from = index * (TEXT_PLACE / 8)
    const view = this.#view
    const at = this.#length
    view.setFloat64(at, texts[from], true)
    view.setFloat64(at + 8, texts[from + 1], true)
    view.setFloat64(at + 16, texts[from + 2], true)
    view.setFloat64(at + 24, texts[from + 3], true)
    view.setFloat64(at + 32, texts[from + 4], true)
    this.#length = at + TEXT_LENGTH
  }

  /** A comma and a whole number below 2^53. */
  whole(value: number): void {
    const bytes = this.#bytes
    let at = this.#length
    bytes[at++] = COMMA
    if (value < 10) {
      bytes[at++] = ZERO + value
      this.#length = at
      return
    }
    let digits = 1
    for (let limit = 10; value >= limit; limit *= 10) digits++
    const end = at + digits
    let rest = value
    for (at = end - 1; at > end - digits; at--) {
      const quotient = Math.floor(rest / 10)
      bytes[at] = ZERO + (rest - quotient * 10)
      rest = quotient
    }
    bytes[at] = ZERO + rest
    this.#length = end
  }

  comma(): void {
    this.#bytes[this.#length++] = COMMA
  }

  /** Ends the line; the sink must take bytes at once. */
  end(): void {
    this.#bytes[this.#length++] = NEWLINE
    if (this.#length >= FLUSH_BYTES) this.flush()
  }

  flush(): void {
    void this.sink.write(this.#bytes.subarray(0, this.#length))
    this.#length = 0
  }
}

/** A table of texts as doubles. */
export function asDoubles(texts: Uint8Array): Float64Array {
  return new Float64Array(texts.buffer, texts.byteOffset, texts.length / 8)
}
