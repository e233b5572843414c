import type { Result } from '#values/result'

/** Why something of the register was refused; `code` is its key in the texts, with its figures. */
export type SharesRefusal = { code: string; figures: Record<string, string | number> }

/** Undoes the transaction it is thrown in: the use case answers with its refusal. */
export class SharesError extends Error {
  readonly name = 'SharesError'
  readonly refusal: SharesRefusal

  constructor(code: string, figures: SharesRefusal['figures'] = {}) {
    super(`${code} ${JSON.stringify(figures)}`)
    this.refusal = { code, figures }
  }
}

/** Gates of the database (0093, 0094, 0133 to 0163) by the name of their constraint. */
const GATES = new Set([
  'capital_floor',
  'public_half',
  'sarl_members',
  'register_order',
  'register_hash',
  'register_day',
  'nominal_of_statutes',
  'paid_up_part',
  'least_shares',
  'correction_reverses',
  'holding_not_negative',
  'holding_paid_not_negative',
  'holding_paid_within',
  'leaving_not_negative',
  'one_nominal',
  'holders_are_members',
  'past_not_negative',
  'register_time',
  'movement_piece',
  'decision_needed',
  'transfer_accepted',
  'transfer_over',
])
/** Unique indexes that stand for a refusal as well. */
const KEYS: Record<string, string> = {
  share_movements_corrects_key: 'corrected_already',
  share_movements_pkey: 'register_order',
  share_payments_bank_reference_key: 'reference_reused',
  claim_valuations_claw_back: 'loss_counted',
  exit_claims_bank_reference_key: 'reference_reused',
}

/** The refusal that a database error stands for; null for any other error. */
export function refusalOf(error: unknown): SharesRefusal | null {
  if (error instanceof SharesError) return error.refusal
  const constraint = (error as { constraint?: unknown } | null)?.constraint
  if (typeof constraint !== 'string') return null
  const code = GATES.has(constraint) ? constraint : KEYS[constraint]
  return code ? { code, figures: {} } : null
}

/** The value of an outcome inside a use case; its refusal undoes the use case. */
export function orRefuse<T>(outcome: Result<T, SharesRefusal>): T {
  if (outcome.ok) return outcome.value
  throw new SharesError(outcome.error.code, outcome.error.figures)
}
