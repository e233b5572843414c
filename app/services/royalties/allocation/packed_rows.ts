import type { PackedUsage } from '#services/royalties/units/packed_usage'
import { TEXT_LENGTH, TEXT_PLACE, uuidTexts } from '#services/royalties/units/uuid_table'
import { INPUT } from './csv_files.js'
import { hashBytes } from './id_table.js'
import { weightOf } from './rule.js'
import type { AllocationPolicy } from './policy.js'
import type { RangeAggregate } from './range_aggregate.js'
import type { TiedShares } from './tied_shares.js'

/**
 * The rows of usage.csv from their packed form, subscriber by subscriber, where `RowCursor` would
 * read their text. The same rows give the same shares: only their weights go on.
 */
export class PackedRows {
  readonly format = INPUT.usage
  /** The subscriber at hand, as `RowCursor` gives its first key. */
  readonly bytes: Uint8Array
  readonly starts = new Int32Array(1)
  readonly ends = new Int32Array(1)
  present = false

  readonly #usage: PackedUsage
  readonly #weights: Float64Array
  readonly #large = new Map<number, bigint>()
  /** Number in the aggregate of each work used. */
  readonly #works: Int32Array
  #subscriber = -1
  #row = 0

  constructor(usage: PackedUsage, policy: AllocationPolicy, aggregate: RangeAggregate) {
    this.#usage = usage
    this.bytes = uuidTexts(usage.subscribers)
    this.#weights = this.#weigh(policy)
    this.#works = this.#intern(aggregate)
  }

  text(_key: number): string {
    return Buffer.from(this.bytes.buffer, this.starts[0], TEXT_LENGTH).toString('latin1')
  }

  /** Moves to the next subscriber. */
  next(): boolean {
    this.#subscriber++
    this.present = this.#subscriber < this.#usage.ends.length
    this.starts[0] = this.#subscriber * TEXT_PLACE
    this.ends[0] = this.starts[0] + TEXT_LENGTH
    return this.present
  }

  /** Hands over the subscriber's weights above 0 and moves to the next one. */
  take(shares: TiedShares, aggregate: RangeAggregate): void {
    const weights = this.#weights
    const works = this.#works
    const { work, ends } = this.#usage
    const end = ends[this.#subscriber]
    for (let row = this.#row; row < end; row++) {
      const weight = weights[row]
      const claimant = works[work[row]]
      if (weight <= Number.MAX_SAFE_INTEGER) {
        if (weight === 0) continue
        shares.add(claimant, weight)
        aggregate.addWeight(claimant, weight)
      } else {
        shares.addLarge(claimant, this.#large.get(row)!)
        aggregate.addLargeWeight(claimant, this.#large.get(row)!)
      }
    }
    this.#row = end
    this.next()
  }

  /** Step 3 for each row; what doubles may not hold is kept as `bigint`, its double infinite. */
  #weigh(policy: AllocationPolicy): Float64Array {
    const { rows, listening, download } = this.#usage
    const perListening = Number(policy.weights.listening)
    const perDownload = Number(policy.weights.download)
    const weights = new Float64Array(rows)
    for (let row = 0; row < rows; row++) {
      // Past 2^53 a product or sum may be rounded, but never to below the limit.
      const weight = listening[row] * perListening + download[row] * perDownload
      if (weight <= Number.MAX_SAFE_INTEGER) {
        weights[row] = weight
        continue
      }
      const exact = weightOf(policy, BigInt(listening[row]), BigInt(download[row]))
      if (exact === 0n) continue
      weights[row] = Number.POSITIVE_INFINITY
      this.#large.set(row, exact)
    }
    return weights
  }

  /** Works with any weight, in the order of their ids. */
  #intern(aggregate: RangeAggregate): Int32Array {
    const { rows, work, works } = this.#usage
    const isUsed = new Uint8Array(works.length / 16)
    for (let row = 0; row < rows; row++) if (this.#weights[row] !== 0) isUsed[work[row]] = 1
    const texts = uuidTexts(works)
    return Int32Array.from(isUsed, (used, index) => {
      if (used === 0) return -1
      const from = index * TEXT_PLACE
      const to = from + TEXT_LENGTH
      return aggregate.works.intern(texts, from, to, hashBytes(texts, from, to))
    })
  }
}
