import type { ByteSink } from '#services/royalties/allocation/byte_io'
import { asDoubles, LineWriter } from '#services/royalties/units/line_writer'
import type { PackedUsage } from '#services/royalties/units/packed_usage'
import { COUNTERS, type UnitRows } from '#services/royalties/units/unit_rows'
import { uuidTexts } from '#services/royalties/units/uuid_table'

/** Where the grouped rows go: the very lines of the frozen files, without header. */
export type UnitSinks = { usage: ByteSink; evidence: ByteSink; workCounts: ByteSink }

/**
 * Groups a range's units by subscriber, then work, in the order of the files, and writes usage.csv,
 * evidence.csv and the works' counts from one walk. Two counting sorts in typed arrays: no
 * comparison, memory of a few dozen bytes a row.
 *
 * @returns the rows of usage.csv, packed
 */
export function groupUnits(rows: UnitRows, sinks: UnitSinks): PackedUsage {
  const subscriberOrder = rows.subscribers.sorted()
  const workOrder = rows.works.sorted()
  const sorted = sortUnits(rows, ranksOf(subscriberOrder), ranksOf(workOrder))
  const packed = {
    rows: 0,
    subscribers: rows.subscribers.bytes(subscriberOrder),
    works: rows.works.bytes(workOrder),
    ends: new Uint32Array(subscriberOrder.length),
    // A group is never further on than its first row: its work takes a place that was read.
    work: sorted.work,
    listening: new Float64Array(rows.count),
    download: new Float64Array(rows.count),
  }
  const counts = new Float64Array(workOrder.length * (COUNTERS + 1))
  packed.rows = walk(sorted, packed, counts, sinks)
  writeWorkCounts(counts, packed.works, sinks.workCounts)
  return packed
}

function walk(
  sorted: SortedUnits,
  packed: PackedUsage,
  counts: Float64Array,
  sinks: UnitSinks
): number {
  const { work, counter, units, ends } = sorted
  const subscriberTexts = asDoubles(uuidTexts(packed.subscribers))
  const workTexts = asDoubles(uuidTexts(packed.works))
  const usage = new LineWriter(sinks.usage)
  const evidence = new LineWriter(sinks.evidence)
  const sums = new Float64Array(COUNTERS)
  let group = 0
  let at = 0
  for (const [subscriber, end] of ends.entries()) {
    for (; at < end; group++) {
      const rank = work[at]
      sums.fill(0)
      for (; at < end && work[at] === rank; at++) sums[counter[at]] += units[at]
      const listening = sums[0] + sums[2] + sums[4]
      const download = sums[1] + sums[3] + sums[5]
      packed.work[group] = rank
      packed.listening[group] = listening
      packed.download[group] = download
      usage.id(subscriberTexts, subscriber)
      usage.comma()
      usage.id(workTexts, rank)
      usage.whole(listening)
      usage.whole(download)
      usage.end()
      evidence.id(subscriberTexts, subscriber)
      evidence.comma()
      evidence.id(workTexts, rank)
      const count = rank * (COUNTERS + 1)
      counts[count]++
      for (let each = 0; each < COUNTERS; each++) {
        evidence.whole(sums[each])
        counts[count + 1 + each] += sums[each]
      }
      evidence.end()
    }
    packed.ends[subscriber] = group
  }
  usage.flush()
  evidence.flush()
  return group
}

function writeWorkCounts(counts: Float64Array, works: Uint8Array, sink: ByteSink): void {
  const texts = asDoubles(uuidTexts(works))
  const writer = new LineWriter(sink)
  for (let work = 0; work < works.length / 16; work++) {
    writer.id(texts, work)
    for (let each = 0; each <= COUNTERS; each++) writer.whole(counts[work * (COUNTERS + 1) + each])
    writer.end()
  }
  writer.flush()
}

/** The units in the order of the files: of each subscriber, where the rows end. */
type SortedUnits = {
  readonly ends: Int32Array
  /** Ranks of works. */
  readonly work: Uint32Array
  readonly counter: Uint8Array
  readonly units: Int32Array
}

/**
 * The units by subscriber, then work: sorted by work first, then stably by subscriber. What a row
 * holds moves with it, so that the walk that follows waits for no memory.
 */
function sortUnits(rows: UnitRows, subscriberRank: Int32Array, workRank: Int32Array): SortedUnits {
  const byWork = new Int32Array(rows.count)
  const workEnds = startsOf(rows.work, rows.count, workRank)
  for (let row = 0; row < rows.count; row++) byWork[workEnds[workRank[rows.work[row]]]++] = row
  const sorted = {
    work: new Uint32Array(rows.count),
    counter: new Uint8Array(rows.count),
    units: new Int32Array(rows.count),
  }
  const places = startsOf(rows.subscriber, rows.count, subscriberRank)
  for (let at = 0, rank = 0; at < rows.count; at++) {
    while (at === workEnds[rank]) rank++
    const row = byWork[at]
    const place = places[subscriberRank[rows.subscriber[row]]]++
    sorted.work[place] = rank
    sorted.counter[place] = rows.counter[row]
    sorted.units[place] = rows.units[row]
  }
  // Each place has moved from where a subscriber's rows start to where they end.
  return { ...sorted, ends: places.subarray(0, subscriberRank.length) }
}

/** Where the rows of each rank start. */
function startsOf(column: Int32Array, count: number, ranks: Int32Array): Int32Array {
  const starts = new Int32Array(ranks.length + 1)
  for (let row = 0; row < count; row++) starts[ranks[column[row]] + 1]++
  for (let rank = 0; rank < ranks.length; rank++) starts[rank + 1] += starts[rank]
  return starts
}

function ranksOf(order: Int32Array): Int32Array {
  const ranks = new Int32Array(order.length)
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank]] = rank
  return ranks
}
