import type { ByteSink } from '#services/royalties/allocation/byte_io'
import { asDoubles, LineWriter } from '#services/royalties/units/line_writer'
import type { PackedUnits } from '#services/royalties/units/packed_units'
import { uuidTexts } from '#services/royalties/units/uuid_table'

const ROWS_AT_ONCE = 1 << 14

/**
 * What a range's subscribers gave to works, packed beside its units: for each row micro-euro as a
 * double, at the first row of a subscriber and work all that they came to, and 0 at the others. A
 * tenth of the bytes of its lines, which are written once, in the whole file.
 */
export class ShareRows {
  readonly #sink: ByteSink
  readonly #amounts = new Float64Array(ROWS_AT_ONCE)
  /** The row of the first amount at hand. */
  #first = 0

  /** @param sink must take bytes at once */
  constructor(sink: ByteSink) {
    this.#sink = sink
  }

  /** Rows come in ascending order. @param amountMicro from 1 to 2^53 − 1 */
  add(row: number, amountMicro: number): void {
    while (row >= this.#first + ROWS_AT_ONCE) this.#next()
    this.#amounts[row - this.#first] = amountMicro
  }

  /** Ends after this many rows. */
  end(rows: number): void {
    while (rows > this.#first + ROWS_AT_ONCE) this.#next()
    this.#write(rows - this.#first)
  }

  #next(): void {
    this.#write(ROWS_AT_ONCE)
    this.#amounts.fill(0)
    this.#first += ROWS_AT_ONCE
  }

  #write(rows: number): void {
    void this.#sink.write(new Uint8Array(this.#amounts.buffer, 0, rows * 8))
  }
}

/**
 * Writes the very lines of subscriber_works.csv, without header, from a range's packed units and
 * what each of their rows got.
 *
 * @throws Error when the two are not of the same rows
 */
export function writeShareLines(packed: PackedUnits, amounts: Float64Array, sink: ByteSink): void {
  const { rows, work, ends } = packed
  if (amounts.length !== rows) {
    throw new Error(
      `${amounts.length} shares lie beside ${rows} rows of use: compute the range again`
    )
  }
  const subscribers = asDoubles(uuidTexts(packed.subscribers))
  const works = asDoubles(uuidTexts(packed.works))
  const lines = new LineWriter(sink)
  let row = 0
  for (const [subscriber, end] of ends.entries()) {
    for (; row < end; row++) {
      if (amounts[row] === 0) continue
      lines.id(subscribers, subscriber)
      lines.comma()
      lines.id(works, work[row])
      lines.whole(amounts[row])
      lines.end()
    }
  }
  lines.flush()
}
