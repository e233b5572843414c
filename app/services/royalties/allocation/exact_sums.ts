/**
 * Sums of non-negative whole numbers, many at once, exact whatever their size.
 *
 * They are doubles while they stay below 2^53, where doubles are exact; what would pass that goes
 * over into a `bigint` kept beside.
 */
export class ExactSums {
  #small = new Float64Array(1024)
  readonly #large = new Map<number, bigint>()

  /** Adds an integer between 0 and 2^53 − 1. */
  add(index: number, value: number): void {
    if (index >= this.#small.length) this.#grow(index)
    const sum = this.#small[index] + value
    if (sum <= Number.MAX_SAFE_INTEGER) {
      this.#small[index] = sum
    } else {
      this.#spill(index, BigInt(this.#small[index]) + BigInt(value))
      this.#small[index] = 0
    }
  }

  addLarge(index: number, value: bigint): void {
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) this.add(index, Number(value))
    else this.#spill(index, value)
  }

  get(index: number): bigint {
    const small = index < this.#small.length ? BigInt(this.#small[index]) : 0n
    return small + (this.#large.get(index) ?? 0n)
  }

  /** A sum as a double, or null when only `bigint` holds it. */
  exact(index: number): number | null {
    if (this.#large.has(index)) return null
    return index < this.#small.length ? this.#small[index] : 0
  }

  #spill(index: number, value: bigint): void {
    this.#large.set(index, (this.#large.get(index) ?? 0n) + value)
  }

  #grow(index: number): void {
    const grown = new Float64Array(Math.max(index + 1, this.#small.length * 2))
    grown.set(this.#small)
    this.#small = grown
  }
}
