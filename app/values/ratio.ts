/** Basis points in the whole: shares, keys and rates are parts of 10 000. */
export const BASIS_POINTS = 10_000n

/**
 * `numerator / denominator` to the nearest integer, halves upwards. Both must not be negative, the
 * denominator not zero: amounts that may be negative have no business being rounded here.
 */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('roundHalfUp needs a positive denominator')
  if (numerator < 0n) throw new RangeError('roundHalfUp needs a numerator that is not negative')
  return (2n * numerator + denominator) / (2n * denominator)
}

/** Division towards minus infinity, for amounts that may be negative. */
export function floorDivide(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('floorDivide needs a positive denominator')
  const quotient = numerator / denominator
  return numerator % denominator < 0n ? quotient - 1n : quotient
}

const TYPED_PERCENT = /^([0-9]{1,3})(?:[.,]([0-9]{1,2}))?$/

/** What a person types as a percentage (`70`, `12,5`) in basis points; null when it is none. */
export function parsePercent(text: string): number | null {
  const found = TYPED_PERCENT.exec(text.replace(/[\s%\u00a0\u202f]/g, ''))
  if (!found) return null
  const points = BigInt(found[1]) * 100n + BigInt((found[2] ?? '').padEnd(2, '0'))
  return points <= BASIS_POINTS ? Number(points) : null
}
