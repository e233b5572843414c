import { Tinypool } from 'tinypool'
import royaltiesConfig from '#config/royalties'
import {
  allocateParts,
  type ComputedRange,
  type RangeFiles,
} from '#services/royalties/close/allocate_parts'
import type { ThreadOutcome } from '#services/royalties/close/allocation_thread'
import { RoyaltiesError } from '#services/royalties/errors'
import { PACKED_UNITS } from '#services/royalties/files/formats'

// A thread's entry is a file, named as this one is: source in development, compiled in a build.
const SOURCE = import.meta.url.endsWith('.ts')
const THREAD = new URL(`./allocation_thread.${SOURCE ? 'ts' : 'js'}`, import.meta.url)

let pool: Tinypool | undefined

/**
 * The same as `allocateParts`, in a thread when there is much to do: ranges that one worker takes
 * at once are then computed on as many cores, and its queue's locks are renewed meanwhile.
 *
 * @throws RoyaltiesError when a part is not the one that was frozen
 */
export async function allocateInThread(
  files: RangeFiles,
  bytesWorthAThread: number = royaltiesConfig.bytesWorthAThread
): Promise<ComputedRange> {
  if (files.input[PACKED_UNITS].written.bytes < bytesWorthAThread) return allocateParts(files)
  pool ??= new Tinypool({
    filename: THREAD.href,
    minThreads: 0,
    idleTimeout: royaltiesConfig.idleThreadMs,
    ...(SOURCE ? { execArgv: ['--import=@poppinss/ts-exec'] } : {}),
  })
  const outcome: ThreadOutcome = await pool.run(files)
  if ('done' in outcome) return outcome.done
  const { code, message, figures } = outcome.refused
  throw new RoyaltiesError(code, message, figures)
}
