import type { Fraction } from '#services/statutes/statute_settings'

/** Sign of `a − b`, exact. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference =
    BigInt(a.numerator) * BigInt(b.denominator) - BigInt(b.numerator) * BigInt(a.denominator)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** From nothing to the whole. */
export function isPart({ numerator, denominator }: Fraction): boolean {
  return (
    Number.isSafeInteger(numerator) &&
    Number.isSafeInteger(denominator) &&
    denominator > 0 &&
    numerator >= 0 &&
    numerator <= denominator
  )
}

export function fractionText({ numerator, denominator }: Fraction): string {
  return numerator === 0 ? '0' : `${numerator}/${denominator}`
}
