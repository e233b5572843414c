export type PublicationErrorCode =
  | 'chain_unreachable'
  | 'wrong_chain'
  | 'no_contract'
  | 'not_publisher'
  | 'unfunded'
  | 'fee_too_high'
  | 'refused_by_chain'
  | 'underpriced'
  | 'unknown_transaction'
  | 'no_publisher_key'
  | 'not_sealed'
  | 'wrong_state'
  | 'no_mandate'
  | 'own_computation'
  | 'already_approved'
  | 'other_fingerprint'
  | 'quorum_missing'
  | 'not_failed'
  | 'bad_dates'
  | 'capacity_taken'
  | 'person_taken'
  | 'mandate_ended'

/**
 * Something stands in the way of a publication. The message says what to do; nothing has changed,
 * and pushing again continues where it stood. `code` is its key in the texts.
 */
export class PublicationError extends Error {
  constructor(
    readonly code: PublicationErrorCode,
    message: string,
    readonly figures: Record<string, string | number> = {}
  ) {
    super(message)
    this.name = 'PublicationError'
  }
}
