import { errors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'

/** A refusal that stands beside a field, in the reader's language, like a validation error. */
export function refusedField(
  i18n: I18n,
  field: string,
  key: string,
  figures: Record<string, string | number> = {}
) {
  const message = i18n.t(`catalogue.refusals.${key}`, figures)
  return new errors.E_VALIDATION_ERROR([{ field, rule: key, message }])
}
