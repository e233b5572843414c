import type { HttpContext } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import { errors } from '@vinejs/vine'
import type { GovernanceRefusal } from '#services/governance/errors'

/** Why an act of a meeting was refused, in the reader's words. */
export function refusalText(i18n: I18n, { code, figures }: GovernanceRefusal): string {
  return i18n.t(`governance_vote.refusals.${code}`, figures)
}

/** The same beside a field, like a validation error. */
export function refusedField(i18n: I18n, field: string, refusal: GovernanceRefusal) {
  const message = refusalText(i18n, refusal)
  return new errors.E_VALIDATION_ERROR([{ field, rule: refusal.code, message }])
}

/** Whether a page's script asks, and wants to read the answer itself. */
export function wantsJson({ request }: Pick<HttpContext, 'request'>): boolean {
  return !request.header('x-inertia') && request.accepts(['html', 'json']) === 'json'
}
