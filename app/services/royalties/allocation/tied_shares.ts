import { apportion } from '#values/apportion'
import { LONGEST_ID, type IdTable } from './id_table.js'
import { LANES } from './sha256_wasm.js'
import { TieHash } from './tie_hash.js'

/** period | owner | claimant, each of the last two an id. */
const LONGEST_KEY = 7 + 1 + LONGEST_ID + 1 + LONGEST_ID
const MAX_EXACT = Number.MAX_SAFE_INTEGER
const BAR = 0x7c

/**
 * `apportion` for millions of shares: the same result as the one in #values/apportion, computed in
 * exact doubles on reused arrays.
 *
 * While total × weight and the sum of weights stay below 2^53, products, quotients and remainders
 * of doubles are exact; the first amount that would pass that limit sends the whole split through
 * the `bigint` one. Claimants are numbers of an `IdTable`; ties are drawn with the key
 * `period|owner|claimant`, and hashed only when a tie decides who gets a unit.
 *
 * Use: `begin()`, `add(...)` for each claimant, `share(total, owner)`, then read `parts`.
 */
export class TiedShares {
  /** How many claimants there are, and which. */
  count = 0
  claimants = new Int32Array(256)
  /** The parts after `share`, exact; null when only `largeParts` can hold them. */
  parts: Float64Array | null = null
  largeParts: readonly bigint[] = []

  readonly #ids: IdTable
  readonly #hash = new TieHash(LONGEST_KEY)
  readonly #prefixLength: number
  #weights = new Float64Array(256)
  #parts = new Float64Array(256)
  #remainders = new Float64Array(256)
  #scratch = new Float64Array(256)
  #tied = new Int32Array(256)
  #largeWeights: Map<number, bigint> | null = null
  #sum = 0
  #heaviest = 0

  constructor(period: string, ids: IdTable) {
    this.#ids = ids
    const prefix = Buffer.from(`${period}|`, 'latin1')
    this.#hash.bytes.set(prefix)
    this.#prefixLength = prefix.length
  }

  begin(): void {
    this.count = 0
    this.#sum = 0
    this.#heaviest = 0
    this.#largeWeights = null
  }

  /** Adds a claimant with a weight between 1 and 2^53 − 1. */
  add(claimant: number, weight: number): void {
    const at = this.count++
    if (at === this.claimants.length) this.#grow()
    this.claimants[at] = claimant
    this.#weights[at] = weight
    this.#sum += weight
    if (weight > this.#heaviest) this.#heaviest = weight
  }

  /** Adds a claimant whose weight may be of any size. */
  addLarge(claimant: number, weight: bigint): void {
    if (weight <= BigInt(MAX_EXACT)) return this.add(claimant, Number(weight))
    this.#largeWeights ??= new Map()
    this.#largeWeights.set(this.count, weight)
    this.add(claimant, MAX_EXACT)
  }

  /** Splits a total among the claimants added since `begin`. */
  share(total: bigint, owner: string): void {
    // Past 2^53 a product or sum of doubles may be rounded, but never to below the limit.
    const exact =
      total <= BigInt(MAX_EXACT) &&
      this.#sum <= MAX_EXACT &&
      this.#largeWeights === null &&
      Number(total) * this.#heaviest <= MAX_EXACT
    if (!exact) return this.#shareLarge(total, owner)
    this.parts = this.#parts
    const left = this.#floors(Number(total))
    if (left > 0) this.#giveLeftOver(left, owner)
  }

  part(at: number): bigint {
    return this.parts === null ? this.largeParts[at] : BigInt(this.parts[at])
  }

  /** Fills parts and remainders; gives the units left over. */
  #floors(total: number): number {
    const parts = this.#parts
    const remainders = this.#remainders
    const weights = this.#weights
    const sum = this.#sum
    let left = total
    for (let at = 0; at < this.count; at++) {
      const product = total * weights[at]
      const part = Math.floor(product / sum)
      parts[at] = part
      remainders[at] = product - part * sum
      left -= part
    }
    return left
  }

  #giveLeftOver(left: number, owner: string): void {
    const { count } = this
    const parts = this.#parts
    const remainders = this.#remainders
    this.#scratch.set(remainders.subarray(0, count))
    const boundary = nthLargest(this.#scratch, count, left)
    let given = 0
    let tied = 0
    for (let at = 0; at < count; at++) {
      const remainder = remainders[at]
      if (remainder > boundary) {
        parts[at]++
        given++
      } else if (remainder === boundary) {
        this.#tied[tied++] = at
      }
    }
    if (left - given === tied) {
      for (let index = 0; index < tied; index++) parts[this.#tied[index]]++
    } else {
      this.#draw(left - given, tied, owner)
    }
  }

  /** Gives one unit each to the `winners` smallest hashes among the first `tied` of `#tied`. */
  #draw(winners: number, tied: number, owner: string): void {
    const draws = this.#remainders
    const scratch = this.#scratch
    const prefix = this.#writeOwner(owner)
    this.#hash.spread(prefix)
    for (let index = 0, lanes = 0, blocks = 0; index < tied; index += lanes) {
      // Keys of different ids may take different numbers of blocks: a call takes those of the same.
      for (lanes = 0; lanes < LANES && index + lanes < tied; lanes++) {
        const taken = this.#writeClaimant(this.#tied[index + lanes], prefix, lanes)
        if (lanes > 0 && taken !== blocks) break
        blocks = taken
      }
      this.#hash.digestAll(blocks)
      for (let lane = 0; lane < lanes; lane++) {
        // The remainders were read out into #tied: their places below `tied` are free by now.
        draws[index + lane] = this.#hash.leading(lane)
        scratch[index + lane] = draws[index + lane]
      }
    }
    const boundary = nthLargest(scratch, tied, tied - winners + 1)
    let given = 0
    let level = 0
    for (let index = 0; index < tied; index++) {
      if (draws[index] < boundary) {
        this.#parts[this.#tied[index]]++
        given++
      } else if (draws[index] === boundary) {
        this.#tied[level++] = this.#tied[index]
      }
    }
    if (winners - given === level) {
      for (let index = 0; index < level; index++) this.#parts[this.#tied[index]]++
    } else {
      this.#drawByFullHash(winners - given, level, prefix)
    }
  }

  /** Keys whose first 53 bits agree are ordered by their whole hash. */
  #drawByFullHash(winners: number, level: number, prefix: number): void {
    const hashed = Array.from(this.#tied.subarray(0, level), (at) => {
      this.#hash.digestAll(this.#writeClaimant(at, prefix, 0))
      return { at, hex: this.#hash.hex() }
    })
    hashed.sort((a, b) => (a.hex < b.hex ? -1 : 1))
    for (const { at } of hashed.slice(0, winners)) this.#parts[at]++
  }

  #writeOwner(owner: string): number {
    const { bytes } = this.#hash
    let at = this.#prefixLength
    for (let index = 0; index < owner.length; index++) bytes[at++] = owner.charCodeAt(index)
    bytes[at++] = BAR
    return at
  }

  /** Ends the key in a lane by a claimant's id. @returns how many blocks it takes */
  #writeClaimant(at: number, prefix: number, lane: number): number {
    const from = lane * this.#hash.stride
    const end = this.#ids.copyInto(this.claimants[at], this.#hash.view, from + prefix)
    return this.#hash.end(lane, end - from)
  }

  #shareLarge(total: bigint, owner: string): void {
    const period = Buffer.from(this.#hash.bytes.subarray(0, this.#prefixLength)).toString('latin1')
    const weights = Array.from({ length: this.count }, (_, at) => ({
      id: this.#ids.text(this.claimants[at]),
      weight: this.#largeWeights?.get(at) ?? BigInt(this.#weights[at]),
    }))
    this.parts = null
    this.largeParts = apportion(total, weights, (id) => `${period}${owner}|${id}`)
  }

  #grow(): void {
    const size = this.claimants.length * 2
    const claimants = new Int32Array(size)
    claimants.set(this.claimants)
    this.claimants = claimants
    const weights = new Float64Array(size)
    weights.set(this.#weights)
    this.#weights = weights
    this.#parts = new Float64Array(size)
    this.#remainders = new Float64Array(size)
    this.#scratch = new Float64Array(size)
    this.#tied = new Int32Array(size)
  }
}

/** The n-th largest (from 1) of the first `count` values, by Hoare's selection; reorders them. */
function nthLargest(values: Float64Array, count: number, n: number): number {
  const wanted = count - n
  let low = 0
  let high = count - 1
  while (low < high) {
    const pivot = values[(low + high) >>> 1]
    let i = low
    let j = high
    while (i <= j) {
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
      if (i <= j) {
        const swapped = values[i]
        values[i++] = values[j]
        values[j--] = swapped
      }
    }
    if (wanted <= j) high = j
    else if (wanted >= i) low = i
    else return values[wanted]
  }
  return values[wanted]
}
