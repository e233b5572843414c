import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { stdnum } from 'stdnum'
import { DateTime } from 'luxon'
import { COUNTRY_CODES, isSepaIban, postalCountry } from '#values/countries'

const CONTROL = /\p{Cc}/u
const CONTROL_BUT_LINES = /[^\P{Cc}\n\r\t]/u
const LETTER = /\p{Letter}/u

/** Text that a database keeps and a page prints: whole characters, none of them invisible orders. */
const isPlain = vine.createRule((value: unknown, forbidden: RegExp, field: FieldContext) => {
  const text = String(value)
  if (forbidden.test(text) || !text.isWellFormed()) {
    field.report('This text has signs that cannot be kept', 'plainText', field)
  }
})
const hasLetter = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!LETTER.test(String(value))) field.report('A name has letters', 'name', field)
})

/** One line of text. */
export const line = (max: number) => vine.string().trim().maxLength(max).use(isPlain(CONTROL))
/** A name in any script. */
export const personName = (max = 120) => line(max).use(hasLetter())
/** Several lines. */
export const lines = (max: number) =>
  vine.string().trim().maxLength(max).use(isPlain(CONTROL_BUT_LINES))
export const email = () => line(254).toLowerCase().email()

/** As a calendar writes it, or as one types it in France: `2026-03-31`, `31/03/2026`. */
function isoDayOf(text: string): string | null {
  const french = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text)
  const iso = french
    ? `${french[3]}-${french[2].padStart(2, '0')}-${french[1].padStart(2, '0')}`
    : text
  return /^[12]\d{3}-\d{2}-\d{2}$/.test(iso) && DateTime.fromISO(iso).isValid ? iso : null
}
const isDay = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (isoDayOf(String(value)) === null) field.report('This date does not exist', 'date', field)
})
/** A day of the calendar, as YYYY-MM-DD whatever was typed. */
export const day = () => line(10).use(isDay())
export const isoDay = (text: string) => isoDayOf(text)!

const unspaced = (text: string) => text.replace(/[\s.\u00a0\u202f-]/g, '')

const isSiren = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!stdnum.FR.siren.validate(unspaced(String(value))).isValid) {
    field.report('This SIREN does not exist', 'siren', field)
  }
})
const isSiret = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!stdnum.FR.siret.validate(unspaced(String(value))).isValid) {
    field.report('This SIRET does not exist', 'siret', field)
  }
})
export const siren = () => line(20).use(isSiren()).transform(unspaced)
export const siret = () => line(24).use(isSiret()).transform(unspaced)

const isIban = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  const compact = unspaced(String(value)).toUpperCase()
  if (!vine.helpers.isIBAN(compact)) field.report('This IBAN is not complete', 'iban', field)
  else if (!isSepaIban(compact)) field.report('No euro transfer goes there', 'ibanSepa', field)
})
/** An account that a euro transfer reaches. */
export const iban = () =>
  line(50)
    .use(isIban())
    .transform((text) => unspaced(text).toUpperCase())

export const country = () =>
  vine
    .string()
    .trim()
    .toUpperCase()
    .in([...COUNTRY_CODES])

const KNOWN_POSTCODES = new Set<string>(vine.helpers.postalCountryCodes)
const isPostcode = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  const beside: unknown = field.parent.country
  const place = postalCountry(typeof beside === 'string' ? beside.toUpperCase() : '')
  const known = KNOWN_POSTCODES.has(place)
  const text = String(value)
  const good = known
    ? vine.helpers.isPostalCode(text, place as 'FR')
    : /^[\p{Letter}\p{Number} -]{1,12}$/u.test(text)
  if (!good) field.report('This postcode does not exist there', 'postcode', field)
})
/** A postcode of the country beside it. */
export const postcode = () => line(12).use(isPostcode())

/** A whole number, typed or counted; anything that is neither is no number. */
export const whole = (least: number, most: number) =>
  vine
    .number()
    .parse((value) => (typeof value === 'object' ? null : value))
    .withoutDecimals()
    .range([least, most])

/** Digits, as people group them: `06 12 34 56 78`, `+33 6 12 34 56 78`. */
export const phone = () => line(30).regex(/^\+?[0-9][0-9 ().-]{4,}$/)
