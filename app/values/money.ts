import { floorDivide, roundHalfUp, BASIS_POINTS } from './ratio.js'

/**
 * Amounts are integers held in `bigint`: micro-euro (µ€, one millionth of a euro) inside, cents at
 * the edges (payments, transfers, ledger). As text they are decimal strings. Nothing in this file
 * goes through a floating-point number.
 */
export const MICRO_PER_CENT = 10_000n
export const CENTS_PER_EURO = 100n

/** An amount as the program holds it or as it travels in JSON. */
export type Amount = bigint | string

export function centsToMicro(cents: bigint): bigint {
  return cents * MICRO_PER_CENT
}

/** Whole cents in an amount, towards minus infinity; what is left stays where it was. */
export function microToCentsFloor(micro: bigint): bigint {
  return floorDivide(micro, MICRO_PER_CENT)
}

/**
 * The VAT inside a gross amount, in cents: gross × rate / (10000 + rate), halves upwards. 8,00 € at
 * 20 % hold 1,33 € of VAT.
 */
export function vatOf(grossCents: bigint, rateBp: bigint): bigint {
  return roundHalfUp(grossCents * rateBp, BASIS_POINTS + rateBp)
}

const INTEGER = /^(0|-?[1-9][0-9]*)$/

/** Reads a decimal string (or passes a bigint through). @throws RangeError for anything else */
export function toAmount(value: Amount): bigint {
  if (typeof value === 'bigint') return value
  if (!INTEGER.test(value)) throw new RangeError(`"${value}" is not a whole amount`)
  return BigInt(value)
}

/** Cents for a reader: `800` is « 8,00 € » in French, "€8.00" in English. */
export function formatCents(cents: Amount, locale: string): string {
  return currency(locale, 2).format(decimalText(toAmount(cents), 2))
}

/** Micro-euro in full, six decimals: « 1,902114 € ». */
export function formatMicro(micro: Amount, locale: string): string {
  return currency(locale, 6).format(decimalText(toAmount(micro), 6))
}

/**
 * Micro-euro for a reader who wants to see the fraction of a cent without being shouted at:
 * `1902114` is `{ units: '1,90', rest: '2114' }`, the rest shown smaller. Both parts together are
 * the exact amount; the sign is in `units`.
 */
export function splitMicro(micro: Amount, locale: string): { units: string; rest: string } {
  const text = decimalText(toAmount(micro), 6)
  const units = text.slice(0, -4) as Intl.StringNumericLiteral
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  return { units: format.format(units), rest: text.slice(-4) }
}

/** An amount for a file that programs read: `1902114` µ€ is `1.902114`, whatever the language. */
export function plainMicro(micro: Amount): string {
  return decimalText(toAmount(micro), 6)
}

/** Cents for a file that programs read: `800` is `8.00`. */
export function plainCents(cents: Amount): string {
  return decimalText(toAmount(cents), 2)
}

const TYPED = /^([0-9]{1,9})(?:[.,]([0-9]{1,2}))?$/

/** What a person types as euro (`8`, `8,5`, `8.50`) in cents; null when it is no amount. */
export function parseEuros(text: string): bigint | null {
  const found = TYPED.exec(text.replace(/[\s€\u00a0\u202f]/g, ''))
  if (!found) return null
  return BigInt(found[1]) * CENTS_PER_EURO + BigInt((found[2] ?? '').padEnd(2, '0'))
}

function currency(locale: string, decimals: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

/** An integer of 10^-decimals units as a decimal text, which Intl formats exactly. */
function decimalText(value: bigint, decimals: number): Intl.StringNumericLiteral {
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const text = `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return text as Intl.StringNumericLiteral
}

/**
 * An amount as a JSON number, for a document whose format asks for one.
 *
 * @throws RangeError where a number would not be exact
 */
export function jsonInteger(integer: bigint): number {
  const value = Number(integer)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${integer} is not exact as a number`)
  return value
}
