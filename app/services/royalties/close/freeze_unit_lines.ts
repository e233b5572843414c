import { setImmediate as letOthersRun } from 'node:timers/promises'
import { INPUT, headerOf } from '#services/royalties/allocation/csv_files'
import type { CloseContext } from '#services/royalties/close/close_context'
import { frozenPart } from '#services/royalties/close/frozen_parts'
import { RangeSlices } from '#services/royalties/close/range_slices'
import { rangesOf } from '#services/royalties/close/steps'
import { WorkCounts } from '#services/royalties/close/work_counts'
import { DraftFile, type WrittenFile } from '#services/royalties/files/draft_file'
import { INPUT_SLICES, LABELS, PACKED_UNITS } from '#services/royalties/files/formats'
import { readUnchanged } from '#services/royalties/files/unchanged'
import { filePath, partPath } from '#services/royalties/files/period_paths'
import { unpackUnits } from '#services/royalties/units/packed_units'
import { writeUnitLines } from '#services/royalties/units/write_unit_lines'

export type UnitFiles = { usage: WrittenFile; evidence: WrittenFile; works: WorkCounts }

/**
 * usage.csv and evidence.csv of the month from the ranges' packed units, each checked against the
 * SHA-256 that its freeze kept, and what the ranges come to per work. One range is in memory at a
 * time.
 */
export async function freezeUnitLines(context: CloseContext): Promise<UnitFiles> {
  const usage = new DraftFile(filePath(context, 'input', INPUT.usage.file))
  const evidence = new DraftFile(filePath(context, 'labels', LABELS.evidence.file))
  const works = new WorkCounts()
  const slices = new RangeSlices({ usage, evidence })
  try {
    usage.text(headerOf(INPUT.usage))
    evidence.text(headerOf(LABELS.evidence))
    slices.begin()
    for (const range of rangesOf('freeze')) {
      const part = await frozenPart(context, range, PACKED_UNITS)
      const path = partPath(context, 'input', PACKED_UNITS, range)
      const packed = unpackUnits(readUnchanged(path, part, INPUT.usage.file))
      works.add(packed.works, writeUnitLines(packed, { usage, evidence }))
      slices.end()
      // A range of a large month takes a second or two: the worker's lease is renewed in between.
      await letOthersRun()
    }
    slices.keep(context, INPUT_SLICES)
    const durable = { durable: true }
    return { usage: usage.publish(durable), evidence: evidence.publish(durable), works }
  } catch (error) {
    usage.discard()
    evidence.discard()
    throw error
  }
}
