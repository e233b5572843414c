import { errors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'
import type { RoyaltiesError } from '#services/royalties/errors'
import { isPeriod, periodLabel } from '#values/period'

/** A refusal in the reader's language, months and amounts written out. */
export function refusalText(i18n: I18n, error: RoyaltiesError): string {
  const key = `royalties.refusals.${error.code}`
  const values = Object.fromEntries(
    Object.entries(error.figures).map(([name, value]) => [name, written(i18n, name, value)])
  )
  return i18n.t(key, values, error.message)
}

/** The same, beside a field, like a validation error. */
export function refusedField(i18n: I18n, field: string, error: RoyaltiesError) {
  return new errors.E_VALIDATION_ERROR([
    { field, rule: error.code, message: refusalText(i18n, error) },
  ])
}

function written(i18n: I18n, name: string, value: string | number): string {
  if (isPeriod(value)) return periodLabel(value, i18n.locale)
  if (name === 'state') return i18n.t(`ui.states.period.${value}`).toLowerCase()
  if (name === 'sum') return i18n.formatNumber(Number(value) / 100)
  return String(value)
}
