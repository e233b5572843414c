import { ExactSums } from './exact_sums.js'
import { IdTable } from './id_table.js'
import { addFees, addKeys, noFees, type Fees, type KeyShares } from './rule.js'

/** The sums of a range of subscribers as they travel in JSON: every figure a decimal string. */
export type RangeAggregateJson = {
  readonly totals: Readonly<Record<string, string>>
  /** work_id, artists' micro-euro, weight; sorted by work_id. */
  readonly works: readonly (readonly [string, string, string])[]
}

const TOTALS = [
  'grossCents',
  'vatCents',
  'paymentFeesCents',
  'feeShortfallCents',
  'netCents',
  'artists',
  'contributions',
  'operations',
  'carriedInMicro',
  'keptMicro',
  'expiredMicro',
] as const

/**
 * What the month needs to know of a range of subscribers once their own rows are written: sums,
 * and per work the micro-euro received and the total weight. Ranges may be allocated anywhere, in
 * any order, and are then merged; the result does not depend on how the month was cut.
 */
export class RangeAggregate {
  readonly fees: Fees = noFees()
  readonly keys: KeyShares = { artists: 0n, contributions: 0n, operations: 0n }
  carriedInMicro = 0n
  /** Carried out and still waiting. */
  keptMicro = 0n
  /** Waited too long: the pool, when somebody used something, else carried out as well. */
  expiredMicro = 0n
  readonly works = new IdTable()
  /** Side by side, so that one trip to memory serves both: amount at 2 n, weight at 2 n + 1. */
  readonly #sums = new ExactSums()

  /** True when somebody in the range used something. */
  get hasUse(): boolean {
    return this.works.size > 0
  }

  merge(other: RangeAggregate): this {
    addFees(this.fees, other.fees)
    addKeys(this.keys, other.keys)
    this.carriedInMicro += other.carriedInMicro
    this.keptMicro += other.keptMicro
    this.expiredMicro += other.expiredMicro
    for (let work = 0; work < other.works.size; work++) {
      this.addWork(other.works.text(work), other.amountOf(work), other.weightOf(work))
    }
    return this
  }

  amountOf(work: number): bigint {
    return this.#sums.get(2 * work)
  }

  weightOf(work: number): bigint {
    return this.#sums.get(2 * work + 1)
  }

  /** A work's micro-euro and weight as doubles, each null when only `bigint` holds it. */
  exactSums(work: number): { amountMicro: number | null; weight: number | null } {
    return { amountMicro: this.#sums.exact(2 * work), weight: this.#sums.exact(2 * work + 1) }
  }

  /** Adds to a work's micro-euro; below 2^53. */
  addAmount(work: number, amountMicro: number): void {
    this.#sums.add(2 * work, amountMicro)
  }

  addLargeAmount(work: number, amountMicro: bigint): void {
    this.#sums.addLarge(2 * work, amountMicro)
  }

  /** Adds to a work's total weight; below 2^53. */
  addWeight(work: number, weight: number): void {
    this.#sums.add(2 * work + 1, weight)
  }

  addLargeWeight(work: number, weight: bigint): void {
    this.#sums.addLarge(2 * work + 1, weight)
  }

  addWork(workId: string, amountMicro: bigint, weight: bigint): void {
    const work = this.works.internText(workId)
    this.addLargeAmount(work, amountMicro)
    this.addLargeWeight(work, weight)
  }

  /** The artists' part went to works or waits: nothing is lost inside a range. */
  assertBalanced(): void {
    let shared = 0n
    for (let work = 0; work < this.works.size; work++) shared += this.amountOf(work)
    const came = this.keys.artists + this.carriedInMicro
    const went = shared + this.keptMicro + this.expiredMicro
    if (came !== went) {
      throw new Error(`The artists' part does not balance: ${came} µ€ came in, ${went} went out`)
    }
  }

  /** The figures without the works. */
  totals(): Record<string, string> {
    const figures = { ...this.fees, ...this.keys, ...this.#waiting() }
    return Object.fromEntries(TOTALS.map((name) => [name, figures[name].toString()]))
  }

  toJSON(): RangeAggregateJson {
    const works = Array.from(
      this.works.sorted(),
      (work) =>
        [
          this.works.text(work),
          this.amountOf(work).toString(),
          this.weightOf(work).toString(),
        ] as const
    )
    return { totals: this.totals(), works }
  }

  static fromJSON({ totals, works }: RangeAggregateJson): RangeAggregate {
    const figures = Object.fromEntries(
      TOTALS.map((name) => [name, BigInt(totals[name])])
    ) as Record<(typeof TOTALS)[number], bigint>
    const aggregate = new RangeAggregate()
    addFees(aggregate.fees, figures)
    addKeys(aggregate.keys, figures)
    aggregate.carriedInMicro = figures.carriedInMicro
    aggregate.keptMicro = figures.keptMicro
    aggregate.expiredMicro = figures.expiredMicro
    for (const [workId, amount, weight] of works) {
      aggregate.addWork(workId, BigInt(amount), BigInt(weight))
    }
    return aggregate
  }

  #waiting() {
    const { carriedInMicro, keptMicro, expiredMicro } = this
    return { carriedInMicro, keptMicro, expiredMicro }
  }
}
