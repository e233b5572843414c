/**
 * Amounts reach the browser as decimal strings of whole micro-euro or cents. They are added and
 * compared as bigint and shown by Intl from exact text: no amount is ever a number here.
 */
function decimalText(value: bigint, decimals: number): Intl.StringNumericLiteral {
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` as Intl.StringNumericLiteral
}

function euros(locale: string, decimals: number) {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

export function formatCents(cents: string, locale: string): string {
  return euros(locale, 2).format(decimalText(BigInt(cents), 2))
}

/** « 8 € » rather than « 8,00 € » where a sentence names a round price. */
export function formatPrice(cents: string, locale: string): string {
  const value = BigInt(cents)
  if (value % 100n !== 0n) return formatCents(cents, locale)
  return euros(locale, 0).format(value / 100n)
}

/** Micro-euro rounded down to the cent: for labels of pictures, never for a register. */
export function formatMicroShort(micro: string | bigint, locale: string): string {
  return formatCents((BigInt(micro) / 10_000n).toString(), locale)
}

/** Micro-euro in full, six decimals. */
export function formatMicro(micro: string | bigint, locale: string): string {
  return euros(locale, 6).format(decimalText(BigInt(micro), 6))
}

/** The same text in two parts: up to the cents, then what is smaller (with what follows it). */
export function splitMicro(micro: string, locale: string): { strong: string; light: string } {
  let strong = ''
  let light = ''
  let passed = false
  for (const part of euros(locale, 6).formatToParts(decimalText(BigInt(micro), 6))) {
    if (part.type === 'fraction') {
      strong += part.value.slice(0, 2)
      light += part.value.slice(2)
      passed = true
    } else if (passed) light += part.value
    else strong += part.value
  }
  return { strong, light }
}

export const centsToMicro = (cents: string): bigint => BigInt(cents) * 10_000n

export function sum(amounts: (string | bigint)[]): bigint {
  return amounts.reduce<bigint>((total, amount) => total + BigInt(amount), 0n)
}

/** Length of a bar: parts of a whole, in thousandths exact enough for a picture. */
export function share(part: string | bigint, whole: string | bigint): number {
  const total = BigInt(whole)
  return total === 0n ? 0 : Number((BigInt(part) * 100_000n) / total) / 100_000
}

export function minutes(milliseconds: number): string {
  const seconds = Math.floor((milliseconds + 500) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
