import { errors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'

/** A refusal of a surplus or review form, beside its field, in the reader's language. */
export function refusedSurplus(i18n: I18n, field: string, key: string) {
  const message = i18n.t(`surplus.refusals.${key}`)
  return new errors.E_VALIDATION_ERROR([{ field, rule: key, message }])
}
