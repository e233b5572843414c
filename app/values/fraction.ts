/** An exact fraction; the denominator is positive. Votes are counted with it, never with a float. */
export type Fraction = { readonly n: bigint; readonly d: bigint }

export const ZERO: Fraction = { n: 0n, d: 1n }

/** `n / d` in lowest terms. @throws RangeError when the denominator is not positive */
export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
  const denominator = BigInt(d)
  if (denominator <= 0n) throw new RangeError('a fraction needs a positive denominator')
  const numerator = BigInt(n)
  const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator)
  return { n: numerator / divisor, d: denominator / divisor }
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d + b.n * a.d, a.d * b.d)
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d - b.n * a.d, a.d * b.d)
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d)
}

/** @throws RangeError for a divisor that is not positive */
export function divide(a: Fraction, b: Fraction): Fraction {
  if (b.n <= 0n) throw new RangeError('division by what is not positive')
  return fraction(a.n * b.d, a.d * b.n)
}

/** Negative, zero or positive, as `a` is below, at or above `b`. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const left = a.n * b.d
  const right = b.n * a.d
  return left < right ? -1 : left > right ? 1 : 0
}

export function sumOf(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce((sum, one) => add(sum, one), ZERO)
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}
