import type { I18n } from '@adonisjs/i18n'
import type { PublicationError } from '#services/publication/errors'

/** A refusal in the reader's language; in English words when the texts do not know it. */
export function refusalText(i18n: I18n, error: PublicationError): string {
  return i18n.t(`publication.errors.${error.code}`, error.figures, error.message)
}
