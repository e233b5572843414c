import { readFileSync, rmSync } from 'node:fs'
import { allocateRange, type RangeSources } from '#services/royalties/allocation/allocate_range'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { FileSource } from '#services/royalties/allocation/file_io'
import { parsePolicy } from '#services/royalties/allocation/policy'
import type { RangeAggregateJson } from '#services/royalties/allocation/range_aggregate'
import { writeWorkSums } from '#services/royalties/close/write_work_sums'
import { DraftFile, type WrittenFile } from '#services/royalties/files/draft_file'
import { PACKED_SHARES, PACKED_UNITS, WORK_SUMS } from '#services/royalties/files/formats'
import { assertUnchanged, readUnchanged } from '#services/royalties/files/unchanged'
import { unpackUnits, type PackedUnits } from '#services/royalties/units/packed_units'
import { ShareRows } from '#services/royalties/units/share_rows'

/** A frozen part: where it lies, and what it was when it was written. */
export type FrozenPart = { readonly path: string; readonly written: WrittenFile }

/** One range of a month as files alone. */
export type RangeFiles = {
  readonly policy: string
  /** By file name: packed units, contributions, choices, carried. */
  readonly input: Readonly<Record<string, FrozenPart>>
  /** Paths by file name, one for each of `RANGE_OUTPUT`. */
  readonly output: Readonly<Record<string, string>>
}

export type ComputedRange = {
  totals: RangeAggregateJson['totals']
  bytes: Record<string, number>
}

export const RANGE_OUTPUT = [
  PACKED_SHARES,
  'subscriber_causes.csv',
  'carried.csv',
  WORK_SUMS.file,
] as const

const SMALL_BUFFER_BYTES = 128 * 1024

/**
 * Steps 1 to 5 of the rule for one range: the frozen rows of these subscribers through the same
 * pure rule as `royalties:allocate`, in bounded memory. Units of use come packed, as the freeze
 * left them, and what they get goes packed beside them; the whole files are written from both.
 *
 * @throws RoyaltiesError when a part is not the one that was frozen
 */
export async function allocateParts(files: RangeFiles): Promise<ComputedRange> {
  const sources = await openSources(files)
  const sinks = openSinks(files)
  try {
    const aggregate = await allocateRange(
      parsePolicy(readFileSync(files.policy)),
      sources,
      {
        subscriberWorks: new ShareRows(sinks[PACKED_SHARES]),
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
    freeUnits(sources.usage)
    for (const source of Object.values(sources)) if (source instanceof FileSource) source.close()
  }
}

/** Gives the memory back at once: it would wait for a collection, while the next range needs its own. */
function freeUnits({ work }: PackedUnits): void {
  ;(work.buffer as ArrayBuffer).transfer(0)
}

/** The parts must still be what was frozen: their whole is what the month answers for. */
async function openSources({ input }: RangeFiles) {
  const { path, written } = input[PACKED_UNITS]
  const units = readUnchanged(path, written, INPUT.usage.file)
  const others = [INPUT.contributions, INPUT.choices, INPUT.carried]
  for (const { file } of others) {
    await assertUnchanged(input[file].path, input[file].written.sha256, file)
  }
  const [contributions, choices, carried] = others.map(
    ({ file }) => new FileSource(input[file].path)
  )
  return { usage: unpackUnits(units), contributions, choices, carried } satisfies RangeSources
}

function openSinks({ output }: RangeFiles) {
  const sinks = RANGE_OUTPUT.map((file) => {
    rmSync(output[file], { force: true })
    return [file, new DraftFile(output[file], { hashed: false })] as const
  })
  return Object.fromEntries(sinks) as Record<(typeof RANGE_OUTPUT)[number], DraftFile>
}
