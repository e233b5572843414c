import { errors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'

/** A refusal that stands beside a field, in the reader's language, like a validation error. */
export function refusedField(
  i18n: I18n,
  field: string,
  code: string,
  figures: Record<string, string | number> = {}
) {
  const message = i18n.t(`membership.application.refusals.${code}`, figures)
  return new errors.E_VALIDATION_ERROR([{ field, rule: code, message }])
}

/** The refusal of another domain, in its own words. */
export function refusedBy(
  i18n: I18n,
  { key, figures }: { key: string; figures: Record<string, string | number> }
) {
  const message = i18n.t(key, figures)
  return new errors.E_VALIDATION_ERROR([{ field: 'reference', rule: key, message }])
}
