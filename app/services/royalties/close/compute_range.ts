import { rmSync, readFileSync } from 'node:fs'
import { allocateRange, type RangeSources } from '#services/royalties/allocation/allocate_range'
import { FileSource } from '#services/royalties/allocation/file_io'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { parsePolicy } from '#services/royalties/allocation/policy'
import type { RangeAggregateJson } from '#services/royalties/allocation/range_aggregate'
import { DraftFile, type WrittenFile } from '#services/royalties/files/draft_file'
import { filePath, partPath } from '#services/royalties/files/period_paths'
import { assertUnchanged } from '#services/royalties/files/period_files'
import { RANGED_INPUT, type FrozenRange } from '#services/royalties/close/freeze_range'
import type { CloseContext } from '#services/royalties/close/close_context'
import type { CloseKey } from '#services/royalties/close/steps'

export const RANGED_OUTPUT = [
  'subscriber_works.csv',
  'subscriber_causes.csv',
  'carried.csv',
] as const

export type ComputedRange = { aggregate: RangeAggregateJson; parts: Record<string, WrittenFile> }

/**
 * Steps 1 to 5 of the rule for one range: the frozen rows of these subscribers through the same
 * pure rule as `royalties:allocate`, in bounded memory.
 */
export async function computeRange(context: CloseContext, range: number): Promise<ComputedRange> {
  await assertFrozen(context, range)
  const sources = openSources(context, range)
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
      { header: false }
    )
    const parts = Object.fromEntries(
      RANGED_OUTPUT.map((file) => [file, sinks[file].publish()])
    ) as Record<string, WrittenFile>
    return { aggregate: aggregate.toJSON(), parts }
  } catch (error) {
    for (const file of RANGED_OUTPUT) sinks[file].discard()
    throw error
  } finally {
    for (const source of Object.values(sources)) (source as FileSource).close()
  }
}

export function readPolicy(key: CloseKey) {
  return parsePolicy(readFileSync(filePath(key, 'input', 'policy.json')))
}

/** The parts must still be what was frozen: their whole is what the month answers for. */
async function assertFrozen(context: CloseContext, range: number): Promise<void> {
  const { rows } = await context.client.query(
    `SELECT aggregates FROM period_ranges
      WHERE period = $1 AND revision = $2 AND step = 'freeze' AND range = $3`,
    [context.period, context.revision, range]
  )
  const { parts } = rows[0].aggregates as FrozenRange
  for (const name of RANGED_INPUT) {
    const { file } = INPUT[name]
    await assertUnchanged(partPath(context, 'input', file, range), parts[file].sha256, file)
  }
}

function openSources(context: CloseContext, range: number): RangeSources {
  const open = (file: string) => new FileSource(partPath(context, 'input', file, range))
  return {
    contributions: open(INPUT.contributions.file),
    usage: open(INPUT.usage.file),
    choices: open(INPUT.choices.file),
    carried: open(INPUT.carried.file),
  }
}

function openSinks(context: CloseContext, range: number) {
  const open = (file: string) => {
    const path = partPath(context, 'output', file, range)
    rmSync(path, { force: true })
    return new DraftFile(path)
  }
  return {
    'subscriber_works.csv': open('subscriber_works.csv'),
    'subscriber_causes.csv': open('subscriber_causes.csv'),
    'carried.csv': open('carried.csv'),
  }
}
