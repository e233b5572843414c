import type { I18n } from '@adonisjs/i18n'
import type { Field, ListName } from '#services/statutes/form/fields'
import { valueAt } from '#services/statutes/form/fields'
import { fractionText } from '#services/statutes/lint/fractions'
import type { Fraction, MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'
import { labelOf } from '#services/statutes/text/lists'
import { milliText, percentText } from '#services/statutes/text/words'
import { formatCents } from '#values/money'

/** `assemblies.ordinary.noticeDays.first` is named `assemblies_notice_days_first`, for both kinds. */
export function fieldKey(path: string): string {
  return path
    .replace(/\.(ordinary|extraordinary)\./, '.')
    .replaceAll('.', '_')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A setting's name: « Assemblée ordinaire, première convocation (jours) ». */
export function fieldLabel(path: string, i18n: I18n): string {
  const name = i18n.t(`statutes.fields.${fieldKey(path)}`)
  const meeting = /\.(ordinary|extraordinary)\./.exec(path)?.[1]
  return meeting
    ? `${i18n.t(`statutes.meeting.${meeting}`)}${i18n.t('statutes.colon')}${name}`
    : name
}

export function listFieldLabel(list: ListName, field: string, i18n: I18n): string {
  return i18n.t(`statutes.fields.${list}_${fieldKey(field)}`)
}

/** A setting's value as people say it. */
export function valueText(
  { path, kind }: Field,
  holder: object,
  { settings, i18n }: { settings: StatuteSettings; i18n: I18n }
): string {
  const value = valueAt(holder, path)
  switch (kind) {
    case 'euros':
      return formatCents(value as string, i18n.locale)
    case 'percent':
      return percentText(value as number, i18n.locale)
    case 'points':
      return milliText(value as number, i18n.locale)
    case 'fraction':
      return fractionText(value as Fraction)
    case 'yes':
      return i18n.t(`statutes.${value ? 'yes' : 'no'}`)
    case 'choice':
      return i18n.t(`statutes.options.${value as string}`)
    case 'choices':
      return (value as string[]).map((one) => i18n.t(`statutes.options.${one}`)).join(', ')
    case 'codes':
      return (value as string[]).map((code) => nameOf(code, settings, i18n)).join(', ')
    case 'documents':
      return (value as MemberCategory['documents']).map((one) => labelOf(one, i18n)).join(' ; ')
    default:
      return String(value)
  }
}

function nameOf(code: string, { categories }: StatuteSettings, i18n: I18n): string {
  const category = categories.find((one) => one.code === code)
  return category ? labelOf(category, i18n) : code
}
