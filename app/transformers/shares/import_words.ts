import { errors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'
import type { ApplyRefusal } from '#services/shares/import/apply_import'
import type { LineError } from '#services/shares/import/read_line'
import type { StoreRefusal } from '#services/shares/import/store_import'
import { refusalText } from '#transformers/shares/refusal'
import { formatCents } from '#values/money'
import { dayInWords } from '#values/day'

const CENTS = ['amount', 'nominal']

/** What is wrong with a line, in the reader's language. */
export function lineWords(i18n: I18n, { key, params = {} }: LineError): string {
  const shown = Object.entries(params).map(([name, value]) => {
    if (CENTS.includes(name)) return [name, formatCents(String(value), i18n.locale)]
    if (name === 'day') return [name, dayWords(i18n, String(value))]
    return [name, value]
  })
  return i18n.t(`shares.import.errors.${key}`, Object.fromEntries(shown))
}

/** Why a file could not be read at all, beside its field. */
export function refusedFile(i18n: I18n, refusal: StoreRefusal) {
  const figures = {
    line: 'line' in refusal ? refusal.line : 0,
    on: 'on' in refusal ? dayWords(i18n, refusal.on) : '',
  }
  const message = i18n.t(`shares.import.refusals.${refusal.key}`, figures)
  return new errors.E_VALIDATION_ERROR([{ field: 'file', rule: refusal.key, message }])
}

/** Why a checked file was not taken; nothing of it is in the register then. */
export function importRefusal(i18n: I18n, refusal: ApplyRefusal): string {
  if (refusal.code === 'line_refused') {
    const { line, why } = refusal.figures
    const words = refusalText(i18n, { code: String(why), figures: {} })
    return i18n.t('shares.import.refusals.line_refused', { line, why: words })
  }
  const known = ['import_not_open', 'same_file', 'import_has_errors'].includes(refusal.code)
  if (!known) return refusalText(i18n, refusal)
  return i18n.t(`shares.import.refusals.${refusal.code}`, { on: '', ...refusal.figures })
}

function dayWords(i18n: I18n, day: string): string {
  return dayInWords(day, i18n.locale)
}
