import type { I18n } from '@adonisjs/i18n'
import { errors } from '@vinejs/vine'
import type { SharesRefusal } from '#services/shares/errors'
import { formatCents } from '#values/money'
import { dayInWords } from '#values/day'

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/

/** A refusal of the register in the reader's words: amounts and days written out. */
export function refusalText(i18n: I18n, { code, figures }: SharesRefusal): string {
  const words: Record<string, string | number> = { least: 'none', least_cents: 'none' }
  for (const [name, value] of Object.entries(figures)) {
    if (name.endsWith('_cents')) words[name] = formatCents(String(value), i18n.locale)
    else if (DAY.test(String(value))) words[name] = dayInWords(String(value), i18n.locale)
    else words[name] = value
  }
  return i18n.t(`shares.refusals.${code}`, words)
}

/** The same beside a field, like a validation error. */
export function refusedShares(i18n: I18n, field: string, refusal: SharesRefusal) {
  const message = refusalText(i18n, refusal)
  return new errors.E_VALIDATION_ERROR([{ field, rule: refusal.code, message }])
}
