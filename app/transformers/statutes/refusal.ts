import type { I18n } from '@adonisjs/i18n'
import { errors } from '@vinejs/vine'
import type { StatutesError } from '#services/statutes/errors'
import type { Unread } from '#services/statutes/form/read_typed'

/** Where the words of a refusal stand; the others concern the whole. */
const FIELDS: Record<string, string> = {
  adoption_reference: 'resolution_reference',
  adoption_date: 'resolution_date',
  adoption_effective: 'effective_on',
  adoption_order: 'effective_on',
}

/** A refusal as a sentence: what happened, what is safe, what to do. */
export function refusalText(i18n: I18n, { code, figures }: StatutesError): string {
  return i18n.t(`statutes.refusals.${code}`, figures)
}

export function refused(i18n: I18n, error: StatutesError) {
  const field = FIELDS[error.code] ?? 'form'
  const message = refusalText(i18n, error)
  return new errors.E_VALIDATION_ERROR([{ field, rule: error.code, message }])
}

/** By path, what form each value that could not be read needs. */
export function unreadWords(unread: Unread, i18n: I18n): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unread).map(([path, wrong]) => [path, i18n.t(`statutes.unread.${wrong}`)])
  )
}

export function unreadable(i18n: I18n, unread: Unread) {
  const messages = Object.entries(unreadWords(unread, i18n))
  return new errors.E_VALIDATION_ERROR(
    messages.map(([field, message]) => ({ field, rule: unread[field], message }))
  )
}
