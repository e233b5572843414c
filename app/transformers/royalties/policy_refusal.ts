import type { I18n } from '@adonisjs/i18n'
import type { RoyaltiesError } from '#services/royalties/errors'
import { refusedField } from '#transformers/royalties/refusal'

const FIELDS: Record<string, string> = {
  policy_too_late: 'effective_period',
  policy_weights: 'weights',
  policy_threshold: 'payout_threshold',
  policy_carry: 'carry_months',
  policy_reference: 'resolution_id',
  policy_title: 'resolution_title',
  policy_date: 'adopted_on',
}

/** A rule that cannot be adopted, said beside the field that stands in its way. */
export function refusedPolicy(i18n: I18n, error: RoyaltiesError) {
  const field = String(error.figures.list ?? FIELDS[error.code] ?? 'causes')
  return refusedField(i18n, field, error)
}
