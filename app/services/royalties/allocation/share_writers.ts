import type { ShareRows } from '#services/royalties/units/share_rows'
import type { ByteSink } from './byte_io.js'
import { CsvWriter } from './csv_writer.js'
import type { PackedRows } from './packed_rows.js'
import type { RangeAggregate } from './range_aggregate.js'
import type { TiedShares } from './tied_shares.js'

/** An id as bytes, and the same as doubles. */
export type OwnerId = { readonly bytes: Uint8Array; readonly doubles: Float64Array; length: number }

/** Adds up and writes what a subscriber's use gave to each work. */
export interface ShareWriter {
  write(owner: OwnerId, shares: TiedShares): void
  readonly isFull: boolean
  flush(): Promise<void>
}

/** As lines of subscriber_works.csv. */
export class ShareLineWriter implements ShareWriter {
  readonly #aggregate: RangeAggregate
  readonly #writer: CsvWriter

  constructor(sink: ByteSink, aggregate: RangeAggregate) {
    this.#writer = new CsvWriter(sink)
    this.#aggregate = aggregate
  }

  write(owner: OwnerId, shares: TiedShares): void {
    const { count, claimants, parts } = shares
    if (parts === null) return this.#writeLarge(owner, shares)
    const aggregate = this.#aggregate
    const { doubles, length } = owner
    for (let at = 0; at < count; at++) {
      if (parts[at] === 0) continue
      aggregate.addAmount(claimants[at], parts[at])
      this.#writer.share(doubles, length, aggregate.works, claimants[at], parts[at])
    }
  }

  #writeLarge(owner: OwnerId, { count, claimants, largeParts }: TiedShares): void {
    const writer = this.#writer
    for (let at = 0; at < count; at++) {
      if (largeParts[at] === 0n) continue
      this.#aggregate.addLargeAmount(claimants[at], largeParts[at])
      writer.raw(owner.bytes, 0, owner.length)
      writer.comma()
      writer.id(this.#aggregate.works, claimants[at])
      writer.comma()
      writer.integer(largeParts[at])
      writer.newline()
    }
  }

  get isFull(): boolean {
    return this.#writer.isFull
  }

  flush(): Promise<void> {
    return this.#writer.flush()
  }
}

/** Packed, beside the packed rows of use. */
export class ShareRowWriter implements ShareWriter {
  readonly #rows: ShareRows
  readonly #usage: PackedRows
  readonly #aggregate: RangeAggregate
  /** The rows find their own moment. */
  readonly isFull = false

  constructor(rows: ShareRows, usage: PackedRows, aggregate: RangeAggregate) {
    this.#rows = rows
    this.#usage = usage
    this.#aggregate = aggregate
  }

  /** @throws RangeError for one share of 2^53 micro-euro or more, some nine billion euro */
  write(_owner: OwnerId, shares: TiedShares): void {
    const { count, claimants, parts, largeParts } = shares
    const { claimRows } = this.#usage
    for (let at = 0; at < count; at++) {
      const part = parts === null ? Number(largeParts[at]) : parts[at]
      if (part === 0) continue
      if (part > Number.MAX_SAFE_INTEGER) throw new RangeError(`A share of ${part} µ€ is too large`)
      this.#aggregate.addAmount(claimants[at], part)
      this.#rows.add(claimRows[at], part)
    }
  }

  async flush(): Promise<void> {
    this.#rows.end(this.#usage.rows)
  }
}
