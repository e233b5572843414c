import type { PackedUnits } from '#services/royalties/units/packed_units'
import { asDoubles } from '#services/royalties/units/line_writer'
import { isDownload } from '#services/royalties/units/unit_rows'
import { TEXT_LENGTH, TEXT_PLACE, uuidTexts } from '#services/royalties/units/uuid_table'
import { INPUT } from './csv_files.js'
import { weightOf } from './rule.js'
import type { AllocationPolicy } from './policy.js'
import type { RangeAggregate } from './range_aggregate.js'
import type { TiedShares } from './tied_shares.js'

/** Of a hundred thousand works: their texts need no room beside the table that they go into. */
const TEXTS_AT_ONCE = 1024

/**
 * The rows of usage.csv from the packed units, added up subscriber by subscriber, where `RowCursor`
 * would read their text. The same rows give the same shares: only their weights go on.
 */
export class PackedRows {
  readonly format = INPUT.usage
  /** The subscriber at hand, as `RowCursor` gives its first key. */
  readonly bytes: Uint8Array
  readonly starts = new Int32Array(1)
  readonly ends = new Int32Array(1)
  present = false
  /** For each claim of the subscriber taken last, the first of its rows. */
  claimRows = new Int32Array(256)

  readonly #packed: PackedUnits
  readonly #policy: AllocationPolicy
  readonly #perListening: number
  readonly #perDownload: number
  /** Number in the aggregate of each work used. */
  readonly #works: Int32Array
  #subscriber = -1
  #row = 0

  constructor(packed: PackedUnits, policy: AllocationPolicy, aggregate: RangeAggregate) {
    this.#packed = packed
    this.#policy = policy
    this.#perListening = Number(policy.weights.listening)
    this.#perDownload = Number(policy.weights.download)
    this.bytes = uuidTexts(packed.subscribers)
    this.#works = this.#number(aggregate)
  }

  get rows(): number {
    return this.#packed.rows
  }

  text(_key: number): string {
    return Buffer.from(this.bytes.buffer, this.starts[0], TEXT_LENGTH).toString('latin1')
  }

  /** Moves to the next subscriber. */
  next(): boolean {
    this.#subscriber++
    this.present = this.#subscriber < this.#packed.ends.length
    this.starts[0] = this.#subscriber * TEXT_PLACE
    this.ends[0] = this.starts[0] + TEXT_LENGTH
    return this.present
  }

  /** Hands over the subscriber's weights above 0 (step 3) and moves to the next one. */
  take(shares: TiedShares, aggregate: RangeAggregate): void {
    const { work, counter, units, ends } = this.#packed
    const end = ends[this.#subscriber]
    let row = this.#row
    while (row < end) {
      const rank = work[row]
      this.#claim(shares.count, row)
      let listening = 0
      let download = 0
      for (; row < end && work[row] === rank; row++) {
        if (isDownload(counter[row])) download += units[row]
        else listening += units[row]
      }
      // Past 2^53 a product or sum may be rounded, but never to below the limit.
      const weight = listening * this.#perListening + download * this.#perDownload
      const claimant = this.#works[rank]
      if (weight > Number.MAX_SAFE_INTEGER) {
        const exact = weightOf(this.#policy, BigInt(listening), BigInt(download))
        shares.addLarge(claimant, exact)
        aggregate.addLargeWeight(claimant, exact)
      } else if (weight > 0) {
        shares.add(claimant, weight)
        aggregate.addWeight(claimant, weight)
      }
    }
    this.#row = end
    this.next()
  }

  /** Without weight there is no claim, and the next one takes the place. */
  #claim(claim: number, row: number): void {
    if (claim === this.claimRows.length) {
      const grown = new Int32Array(claim * 2)
      grown.set(this.claimRows)
      this.claimRows = grown
    }
    this.claimRows[claim] = row
  }

  /** Works with any weight, in the order of their ids. */
  #number({ works }: RangeAggregate): Int32Array {
    const isUsed = this.#used()
    const numbers = new Int32Array(isUsed.length).fill(-1)
    works.reserve(isUsed.length)
    for (let first = 0; first < isUsed.length; first += TEXTS_AT_ONCE) {
      const uuids = this.#packed.works.subarray(first * 16, (first + TEXTS_AT_ONCE) * 16)
      const texts = asDoubles(uuidTexts(uuids))
      for (let at = 0; at * 16 < uuids.length; at++) {
        if (isUsed[first + at] === 0) continue
        numbers[first + at] = works.append(texts, at * (TEXT_PLACE / 8), TEXT_LENGTH)
      }
    }
    return numbers
  }

  #used(): Uint8Array {
    const { rows, work, counter, units, works } = this.#packed
    const isUsed = new Uint8Array(works.length / 16)
    const [byListening, byDownload] = [this.#perListening > 0, this.#perDownload > 0]
    for (let row = 0; row < rows; row++) {
      const counts = isDownload(counter[row]) ? byDownload : byListening
      if (counts && units[row] > 0) isUsed[work[row]] = 1
    }
    return isUsed
  }
}
