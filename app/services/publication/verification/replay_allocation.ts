import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type Publication from '#models/publication/publication'
import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import { OUTPUT_HEADERS } from '#services/royalties/allocation/csv_files'
import { filePath } from '#services/royalties/files/period_paths'
import { sha256OfFile } from '#values/digest'
import { VerificationError } from './verification_error.js'

const RESULT = [...Object.keys(OUTPUT_HEADERS), 'summary.json']

/** P13: the rule on the frozen input gives again, byte for byte, the result that is kept. */
export async function replayAllocation(publication: Publication): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'peerfy-replay-'))
  try {
    const input = dirname(filePath(publication, 'input', 'policy.json'))
    const output = join(scratch, 'output')
    await allocateFiles({ input, output })
    for (const name of RESULT) {
      const kept = await sha256OfFile(filePath(publication, 'output', name))
      const again = await sha256OfFile(join(output, name))
      if (kept !== again) {
        throw new VerificationError(`${name} is not what the rule makes of the frozen input`)
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  return `the rule on the frozen input gives the same ${RESULT.length} files, byte for byte`
}
