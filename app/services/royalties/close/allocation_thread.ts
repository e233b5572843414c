import {
  allocateParts,
  type ComputedRange,
  type RangeFiles,
} from '#services/royalties/close/allocate_parts'
import { RoyaltiesError } from '#services/royalties/errors'

/** Errors lose their class on the way out of a thread: a refusal travels as what it says. */
export type ThreadOutcome =
  | { readonly done: ComputedRange }
  | { readonly refused: Pick<RoyaltiesError, 'code' | 'message' | 'figures'> }

/** What a thread of the computation does, range after range. */
export default async function allocate(files: RangeFiles): Promise<ThreadOutcome> {
  try {
    return { done: await allocateParts(files) }
  } catch (error) {
    if (!(error instanceof RoyaltiesError)) throw error
    const { code, message, figures } = error
    return { refused: { code, message, figures } }
  }
}
