import type { ByteSink } from '#services/royalties/allocation/byte_io'
import { CsvWriter } from '#services/royalties/allocation/csv_writer'
import type { RangeAggregate } from '#services/royalties/allocation/range_aggregate'

/**
 * What a range adds to each work, as a part beside its rows: a month has a hundred thousand works
 * in every range, too many for a column of the database.
 */
export async function writeWorkSums(aggregate: RangeAggregate, sink: ByteSink): Promise<void> {
  const writer = new CsvWriter(sink)
  const { works } = aggregate
  for (let work = 0; work < works.size; work++) {
    writer.id(works, work)
    writer.comma()
    const { amountMicro, weight } = aggregate.exactSums(work)
    if (amountMicro === null) writer.integer(aggregate.amountOf(work))
    else writer.whole(amountMicro)
    writer.comma()
    if (weight === null) writer.integer(aggregate.weightOf(work))
    else writer.whole(weight)
    writer.newline()
    if (writer.isFull) await writer.flush()
  }
  await writer.flush()
}
