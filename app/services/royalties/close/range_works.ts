import { FileSource } from '#services/royalties/allocation/file_io'
import type { RangeAggregate } from '#services/royalties/allocation/range_aggregate'
import { END, RowCursor, STARVED } from '#services/royalties/allocation/row_cursor'
import type { CloseKey } from '#services/royalties/close/steps'
import { WORK_SUMS } from '#services/royalties/files/formats'
import { partPath } from '#services/royalties/files/period_paths'

/** Reads what a range adds to each work and hands over row by row. */
export async function eachWorkSum(
  key: CloseKey,
  range: number,
  take: (row: RowCursor) => void
): Promise<void> {
  const source = new FileSource(partPath(key, 'output', WORK_SUMS.file, range))
  try {
    const rows = new RowCursor(WORK_SUMS, source, { header: false })
    for (;;) {
      const step = rows.advance()
      if (step === END) return
      if (step === STARVED) await rows.fill()
      else take(rows)
    }
  } finally {
    source.close()
  }
}

/** Adds a range's works to the month's. */
export async function mergeWorkSums(
  whole: RangeAggregate,
  key: CloseKey,
  range: number
): Promise<void> {
  await eachWorkSum(key, range, (row) => {
    const work = whole.works.intern(row.bytes, row.starts[0], row.ends[0], row.hashes[0])
    whole.addLargeAmount(work, row.integer(1))
    whole.addLargeWeight(work, row.integer(2))
  })
}
