import type { ByteSink } from '#services/royalties/allocation/byte_io'
import { asDoubles, LineWriter } from '#services/royalties/units/line_writer'
import type { PackedUnits } from '#services/royalties/units/packed_units'
import { COUNTERS } from '#services/royalties/units/unit_rows'
import { uuidTexts } from '#services/royalties/units/uuid_table'

/** Where the lines go; both take bytes at once. */
export type UnitSinks = { usage: ByteSink; evidence: ByteSink }

/**
 * Adds up the packed units of a range and writes the very lines of usage.csv and evidence.csv,
 * without header, from one walk.
 *
 * @returns per work of the range, in the order of its works: listeners, then units by the columns of
 * evidence.csv
 */
export function writeUnitLines(packed: PackedUnits, sinks: UnitSinks): Float64Array {
  const { work, counter, units, ends } = packed
  const subscribers = asDoubles(uuidTexts(packed.subscribers))
  const works = asDoubles(uuidTexts(packed.works))
  const usage = new LineWriter(sinks.usage)
  const evidence = new LineWriter(sinks.evidence)
  const counts = new Float64Array((packed.works.length / 16) * WORK_FIELDS)
  const sums = new Float64Array(COUNTERS)
  let at = 0
  for (const [subscriber, end] of ends.entries()) {
    while (at < end) {
      const rank = work[at]
      sums.fill(0)
      for (; at < end && work[at] === rank; at++) sums[counter[at]] += units[at]
      usage.id(subscribers, subscriber)
      usage.comma()
      usage.id(works, rank)
      usage.whole(sums[0] + sums[2] + sums[4])
      usage.whole(sums[1] + sums[3] + sums[5])
      usage.end()
      evidence.id(subscribers, subscriber)
      evidence.comma()
      evidence.id(works, rank)
      const count = rank * WORK_FIELDS
      counts[count]++
      for (let each = 0; each < COUNTERS; each++) {
        evidence.whole(sums[each])
        counts[count + 1 + each] += sums[each]
      }
      evidence.end()
    }
  }
  usage.flush()
  evidence.flush()
  return counts
}

/** Listeners, and a sum for each column of evidence.csv. */
export const WORK_FIELDS = 1 + COUNTERS
