import { errors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'
import type { PublicationError } from '#services/publication/errors'
import { refusalText } from '#transformers/publication/refusal'

const FIELDS: Record<string, string> = { bad_dates: 'ends_on', person_taken: 'email' }

/** A refused mandate, said beside the field that stands in its way. */
export function refusedMandate(i18n: I18n, error: PublicationError | 'unknown_account') {
  if (error === 'unknown_account') {
    const message = i18n.t('publication.office.mandates.unknown_account')
    return new errors.E_VALIDATION_ERROR([{ field: 'email', rule: error, message }])
  }
  const field = FIELDS[error.code] ?? 'capacity'
  return new errors.E_VALIDATION_ERROR([
    { field, rule: error.code, message: refusalText(i18n, error) },
  ])
}
