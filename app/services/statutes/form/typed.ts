import {
  type Field,
  FIELDS,
  LIST_FIELDS,
  type LISTS,
  SECTIONS,
  valueAt,
} from '#services/statutes/form/fields'
import { fractionText } from '#services/statutes/lint/fractions'
import type { Fraction, MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'

export type TypedDocument = { labelFr: string; labelEn: string; required: boolean; code: string }
export type TypedValue = string | boolean | string[] | TypedDocument[]
export type TypedLine = Record<string, TypedValue>

/** The settings as a form shows them: text as people type it, by path; lists line by line. */
export type TypedSettings = {
  fields: Record<string, TypedValue>
  lists: { categories: TypedLine[]; colleges: TypedLine[]; bodies: TypedLine[] }
}

export function typedSettings(settings: StatuteSettings, locale: string): TypedSettings {
  const scalars = SECTIONS.flatMap((section) => FIELDS[section])
  const linesOf = (list: (typeof LISTS)[number]) =>
    settings[list].map((line) =>
      Object.fromEntries(
        LIST_FIELDS[list].map((field) => [field.path, typedValue(field, line, locale)])
      )
    )
  return {
    fields: Object.fromEntries(
      scalars.map((field) => [field.path, typedValue(field, settings, locale)])
    ),
    lists: {
      categories: linesOf('categories'),
      colleges: linesOf('colleges'),
      bodies: linesOf('bodies'),
    },
  }
}

function typedValue({ path, kind }: Field, holder: object, locale: string): TypedValue {
  const value = valueAt(holder, path)
  switch (kind) {
    case 'euros':
      return decimal(BigInt(value as string), 2, locale)
    case 'percent':
      return decimal(BigInt(value as number), 2, locale)
    case 'points':
      return decimal(BigInt(value as number), 3, locale)
    case 'fraction':
      return fractionText(value as Fraction)
    case 'yes':
      return value as boolean
    case 'choices':
    case 'codes':
      return [...(value as string[])]
    case 'documents':
      return (value as MemberCategory['documents']).map((one) => ({ ...one }))
    default:
      return String(value)
  }
}

/** An integer of 10^-digits as a person types it: `1250` is « 12,5 ». */
function decimal(value: bigint, digits: number, locale: string): string {
  const text = value.toString().padStart(digits + 1, '0')
  const rest = text.slice(-digits).replace(/0+$/, '')
  return text.slice(0, -digits) + (rest && `${locale === 'en' ? '.' : ','}${rest}`)
}
