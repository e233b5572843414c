import { rmSync, readFileSync } from 'node:fs'
import { allocateRange, type RangeSources } from '#services/royalties/allocation/allocate_range'
import { FileSource } from '#services/royalties/allocation/file_io'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { parsePolicy } from '#services/royalties/allocation/policy'
import type { RangeAggregateJson } from '#services/royalties/allocation/range_aggregate'
import { DraftFile } from '#services/royalties/files/draft_file'
import { filePath, partPath } from '#services/royalties/files/period_paths'
import { assertUnchanged, readUnchanged } from '#services/royalties/files/period_files'
import { RANGED_INPUT } from '#services/royalties/close/freeze_range'
import { frozenParts } from '#services/royalties/close/frozen_parts'
import { writeWorkSums } from '#services/royalties/close/range_works'
import { PACKED_UNITS, WORK_SUMS } from '#services/royalties/files/formats'
import { unpackUnits } from '#services/royalties/units/packed_units'
import type { CloseContext } from '#services/royalties/close/close_context'
import type { CloseKey } from '#services/royalties/close/steps'

export type ComputedRange = {
  totals: RangeAggregateJson['totals']
  bytes: Record<string, number>
}

/**
 * Steps 1 to 5 of the rule for one range: the frozen rows of these subscribers through the same
 * pure rule as `royalties:allocate`, in bounded memory. Units of use come packed, as
 * the freeze left them; usage.csv is written from the same.
 */
export async function computeRange(context: CloseContext, range: number): Promise<ComputedRange> {
  const sources = await openSources(context, range)
  const sinks = openSinks(context, range)
  try {
    const aggregate = await allocateRange(
      readPolicy(context),
      sources,
      {
        subscriberWorks: sinks['subscriber_works.csv'],
        subscriberCauses: sinks['subscriber_causes.csv'],
        carried: sinks['carried.csv'],
      },
      { header: false, bufferBytes: SMALL_BUFFER_BYTES }
    )
    await writeWorkSums(aggregate, sinks[WORK_SUMS.file])
    const bytes = Object.fromEntries(
      Object.entries(sinks).map(([file, sink]) => [file, sink.publish().bytes])
    )
    return { totals: aggregate.totals(), bytes }
  } catch (error) {
    for (const sink of Object.values(sinks)) sink.discard()
    throw error
  } finally {
    for (const source of Object.values(sources)) if (source instanceof FileSource) source.close()
  }
}

const SMALL_BUFFER_BYTES = 128 * 1024

export function readPolicy(key: CloseKey) {
  return parsePolicy(readFileSync(filePath(key, 'input', 'policy.json')))
}

/** The parts must still be what was frozen: their whole is what the month answers for. */
async function openSources(context: CloseContext, range: number) {
  const parts = await frozenParts(context, range)
  const path = (file: string) => partPath(context, 'input', file, range)
  const units = readUnchanged(path(PACKED_UNITS), parts[PACKED_UNITS], INPUT.usage.file)
  for (const name of RANGED_INPUT) {
    const { file } = INPUT[name]
    await assertUnchanged(path(file), parts[file].sha256, file)
  }
  return {
    usage: unpackUnits(units),
    contributions: new FileSource(path(INPUT.contributions.file)),
    choices: new FileSource(path(INPUT.choices.file)),
    carried: new FileSource(path(INPUT.carried.file)),
  } satisfies RangeSources
}

function openSinks(context: CloseContext, range: number) {
  const open = (file: string) => {
    const path = partPath(context, 'output', file, range)
    rmSync(path, { force: true })
    return new DraftFile(path, { hashed: false })
  }
  return {
    'subscriber_works.csv': open('subscriber_works.csv'),
    'subscriber_causes.csv': open('subscriber_causes.csv'),
    'carried.csv': open('carried.csv'),
    [WORK_SUMS.file]: open(WORK_SUMS.file),
  }
}
