import { errors as httpErrors } from '@adonisjs/core'
import type { I18n } from '@adonisjs/i18n'
import type { SharesRefusal } from '#services/shares/errors'
import { refusedShares } from '#transformers/shares/refusal'
import { parseEuros } from '#values/money'
import type { Result } from '#values/result'

/** Beside which field of its form a refusal stands. */
const FIELDS: Record<string, string> = {
  too_much: 'amount',
  amount_not_positive: 'amount',
  nothing_to_call: 'amount',
  day_in_future: 'bank_date',
  reference_reused: 'bank_reference',
  refund_needed: 'bank_reference',
  due_in_past: 'due_on',
  due_too_late: 'due_on',
  refusal_too_late: 'reason',
  no_refusal_right: 'reason',
  decision_pending: 'decision_reference',
  decision_needed: 'decided_by',
  decision_in_future: 'decided_on',
  decision_too_early: 'decided_on',
  unknown_accounts: 'annual_accounts',
  not_a_membership_year: 'annual_accounts',
  loss_counted: 'loss',
  nothing_to_claw_back: 'loss',
  giver_not_a_member: 'from_number',
  taker_not_a_member: 'to_member',
  scan_too_big: 'scan',
  scan_wrong_type: 'scan',
}
const UNKNOWN = /^unknown_(subscription|transfer|claim|call|movement)$/

/**
 * The value of a step of the register; a refusal goes back to its form in words, something that
 * does not exist is no page.
 */
export function stepDone<T>(
  outcome: Result<T, SharesRefusal>,
  { i18n, path, field }: { i18n: I18n; path: string; field: string }
): T {
  if (outcome.ok) return outcome.value
  const { code } = outcome.error
  if (UNKNOWN.test(code)) throw new httpErrors.E_ROUTE_NOT_FOUND(['POST', path])
  throw refusedShares(i18n, FIELDS[code] ?? field, outcome.error)
}

/** Euros as they were typed, in cents; what is no amount is refused beside its field. */
export function typedCents(text: string, { i18n, field }: { i18n: I18n; field: string }): bigint {
  const cents = parseEuros(text)
  if (cents === null) throw refusedShares(i18n, field, { code: 'not_an_amount', figures: {} })
  return cents
}
