import { readFileSync } from 'node:fs'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { parsePolicy } from '#services/royalties/allocation/policy'
import {
  allocateParts,
  RANGE_OUTPUT,
  type ComputedRange,
  type RangeFiles,
} from '#services/royalties/close/allocate_parts'
import { RANGED_INPUT } from '#services/royalties/close/freeze_range'
import { frozenParts } from '#services/royalties/close/frozen_parts'
import { filePath, partPath } from '#services/royalties/files/period_paths'
import { PACKED_UNITS } from '#services/royalties/files/formats'
import type { CloseContext } from '#services/royalties/close/close_context'
import type { CloseKey } from '#services/royalties/close/steps'

/** Computes one range from the parts that its freeze wrote, into parts of its own. */
export async function computeRange(context: CloseContext, range: number): Promise<ComputedRange> {
  return allocateParts(await rangeFiles(context, range))
}

export function readPolicy(key: CloseKey) {
  return parsePolicy(readFileSync(filePath(key, 'input', 'policy.json')))
}

async function rangeFiles(context: CloseContext, range: number): Promise<RangeFiles> {
  const parts = await frozenParts(context, range)
  const input = [PACKED_UNITS, ...RANGED_INPUT.map((name) => INPUT[name].file)].map((file) => {
    return [file, { path: partPath(context, 'input', file, range), written: parts[file] }] as const
  })
  const output = RANGE_OUTPUT.map((file) => {
    return [file, partPath(context, 'output', file, range)] as const
  })
  return {
    policy: filePath(context, 'input', 'policy.json'),
    input: Object.fromEntries(input),
    output: Object.fromEntries(output),
  }
}
