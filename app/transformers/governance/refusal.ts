import type { HttpContext } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import { errors } from '@vinejs/vine'
import type { GovernanceRefusal } from '#services/governance/errors'
import { dayInWords } from '#values/day'

/** Why an act of a meeting was refused, in the reader's words. */
export function refusalText(i18n: I18n, { code, figures }: GovernanceRefusal): string {
  const asked = ['before', 'vote', 'room', 'after'].map(
    (part) => `governance_${part}.refusals.${code}`
  )
  const key = asked.find((one) => i18n.hasMessage(one)) ?? asked[0]
  return i18n.t(key, readable(i18n, figures))
}

/** Days as a reader writes them, and the reason of a refusal inside a refusal in words. */
function readable(i18n: I18n, figures: GovernanceRefusal['figures']) {
  const entries = Object.entries(figures).map(([name, value]) => {
    if (name === 'reason') return [name, refusalText(i18n, { code: String(value), figures: {} })]
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(String(value))) return [name, value]
    return [name, dayInWords(String(value), i18n.locale)]
  })
  return Object.fromEntries(entries)
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
