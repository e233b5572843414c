import type { StepRefusal } from '#database/column_types'
import { PublicationError } from '#services/publication/errors'
import { messageOf } from './chain_client.js'

/**
 * What stands in the way of a publication: exact words for who looks closer, and the code and
 * figures by which a reader's language tells it.
 */
export type ChainTrouble = { words: string; refusal: StepRefusal }

/** `unexpected` for an error that none of our rules foresaw. */
export function troubleOf(error: unknown): ChainTrouble {
  const words = messageOf(error)
  if (!(error instanceof PublicationError)) {
    return { words, refusal: { code: 'unexpected', figures: {} } }
  }
  return { words, refusal: { code: error.code, figures: error.figures } }
}
