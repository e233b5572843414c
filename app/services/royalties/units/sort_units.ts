import type { PackedUnits } from '#services/royalties/units/packed_units'
import type { UnitRows } from '#services/royalties/units/unit_rows'

/**
 * A range's units by subscriber, then work, in the order of the files: sorted by work first, then
 * stably by subscriber. Two counting sorts in typed arrays: no comparison, memory of a few dozen
 * bytes a row. What a row holds moves with it, so that whoever walks the result waits for no memory.
 */
export function sortUnits(rows: UnitRows): PackedUnits {
  const subscriberOrder = rows.subscribers.sorted()
  const workOrder = rows.works.sorted()
  const subscriberRank = ranksOf(subscriberOrder)
  const workRank = ranksOf(workOrder)
  const byWork = new Int32Array(rows.count)
  const workEnds = startsOf(rows.work, rows.count, workRank)
  for (let row = 0; row < rows.count; row++) byWork[workEnds[workRank[rows.work[row]]]++] = row
  const work = new Uint32Array(rows.count)
  const counter = new Uint8Array(rows.count)
  const units = new Uint32Array(rows.count)
  const places = startsOf(rows.subscriber, rows.count, subscriberRank)
  for (let at = 0, rank = 0; at < rows.count; at++) {
    while (at === workEnds[rank]) rank++
    const row = byWork[at]
    const place = places[subscriberRank[rows.subscriber[row]]]++
    work[place] = rank
    counter[place] = rows.counter[row]
    units[place] = rows.units[row]
  }
  return {
    rows: rows.count,
    subscribers: rows.subscribers.bytes(subscriberOrder),
    works: rows.works.bytes(workOrder),
    // Each place has moved from where a subscriber's rows start to where they end.
    ends: new Uint32Array(places.buffer, 0, subscriberOrder.length),
    ...{ work, counter, units },
  }
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
