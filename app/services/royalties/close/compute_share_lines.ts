import { readFileSync } from 'node:fs'
import { setImmediate as letOthersRun } from 'node:timers/promises'
import { INPUT, OUTPUT_HEADERS } from '#services/royalties/allocation/csv_files'
import type { CloseContext } from '#services/royalties/close/close_context'
import { frozenPart } from '#services/royalties/close/frozen_parts'
import { RangeSlices } from '#services/royalties/close/range_slices'
import { rangesOf } from '#services/royalties/close/steps'
import { DraftFile, type WrittenFile } from '#services/royalties/files/draft_file'
import { OUTPUT_SLICES, PACKED_SHARES, PACKED_UNITS } from '#services/royalties/files/formats'
import { filePath, partPath } from '#services/royalties/files/period_paths'
import { readUnchanged } from '#services/royalties/files/unchanged'
import { unpackUnits } from '#services/royalties/units/packed_units'
import { writeShareLines } from '#services/royalties/units/share_rows'

/**
 * subscriber_works.csv of the month from the ranges' packed units and what the computation gave to
 * each of their rows. One range is in memory at a time.
 */
export async function computeShareLines(context: CloseContext): Promise<WrittenFile> {
  const file = 'subscriber_works.csv'
  const works = new DraftFile(filePath(context, 'output', file))
  const slices = new RangeSlices({ works })
  try {
    works.text(OUTPUT_HEADERS[file])
    slices.begin()
    for (const range of rangesOf('compute')) {
      const part = await frozenPart(context, range, PACKED_UNITS)
      const path = partPath(context, 'input', PACKED_UNITS, range)
      const packed = unpackUnits(readUnchanged(path, part, INPUT.usage.file))
      writeShareLines(packed, readAmounts(context, range), works)
      slices.end()
      // A range of a large month takes a second: the worker's lease is renewed in between.
      await letOthersRun()
    }
    slices.keep(context, OUTPUT_SLICES)
    return works.publish({ durable: true })
  } catch (error) {
    works.discard()
    throw error
  }
}

function readAmounts(context: CloseContext, range: number): Float64Array {
  const bytes = readFileSync(partPath(context, 'output', PACKED_SHARES, range))
  // Small files lie somewhere in a shared buffer, where doubles may not begin.
  if (bytes.byteOffset % 8 === 0) return asAmounts(bytes)
  return asAmounts(Uint8Array.from(bytes))
}

function asAmounts({ buffer, byteOffset, byteLength }: Uint8Array): Float64Array {
  return new Float64Array(buffer, byteOffset, byteLength / 8)
}
