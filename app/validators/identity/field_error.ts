import { errors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'

/** A refusal that stands beside a field, in the reader's language, like a validation error. */
export function fieldError(i18n: I18n, field: string, key: string, data?: Record<string, string>) {
  return new errors.E_VALIDATION_ERROR([
    { field, rule: key, message: i18n.t(`identity.errors.${key}`, data) },
  ])
}
