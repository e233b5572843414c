import { uuidText } from '#services/royalties/units/uuid_table'
import { WORK_FIELDS } from '#services/royalties/units/write_unit_lines'

/**
 * What the ranges of a month counted of each work: listeners, then units by the columns of
 * evidence.csv. A month has hundreds of thousands of works: their sums lie side by side in doubles,
 * exact for whole numbers below 2^53.
 */
export class WorkCounts {
  readonly #places = new Map<string, number>()
  #sums = new Float64Array(1024 * WORK_FIELDS)

  /** Adds a range: ids of 16 bytes each, and the fields of each in the same order. */
  add(ids: Uint8Array, counts: Float64Array): void {
    for (let work = 0; work * WORK_FIELDS < counts.length; work++) {
      const to = this.#placeOf(uuidText(ids, work))
      const from = work * WORK_FIELDS
      for (let field = 0; field < WORK_FIELDS; field++) {
        this.#sums[to + field] += counts[from + field]
      }
    }
  }

  /** The works with use in the month. */
  get ids(): string[] {
    return [...this.#places.keys()]
  }

  /** The sums of a work, as whole numbers in decimal text. */
  of(id: string): string[] {
    const at = this.#places.get(id)!
    return Array.from(this.#sums.subarray(at, at + WORK_FIELDS), String)
  }

  #placeOf(id: string): number {
    const known = this.#places.get(id)
    if (known !== undefined) return known
    const place = this.#places.size * WORK_FIELDS
    this.#places.set(id, place)
    if (place === this.#sums.length) {
      const sums = new Float64Array(this.#sums.length * 2)
      sums.set(this.#sums)
      this.#sums = sums
    }
    return place
  }
}
