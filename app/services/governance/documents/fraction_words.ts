import { fraction, type Fraction } from '#values/fraction'
import { roundHalfUp } from '#values/ratio'

/** `201/500` as it is kept in a result. */
export function parseFraction(text: string): Fraction {
  const [numerator, denominator] = text.split('/')
  return fraction(BigInt(numerator), BigInt(denominator))
}

/** A part of the whole for a reader, to a hundredth of a percent: « 40,2 % ». */
export function percentText({ n, d }: Fraction, locale: string): string {
  const hundredths = roundHalfUp(n * 10_000n, d)
    .toString()
    .padStart(3, '0')
  const decimals = hundredths.slice(-2).replace(/0+$/, '')
  const whole = hundredths.slice(0, -2)
  const number = decimals ? `${whole}${locale === 'en' ? '.' : ','}${decimals}` : whole
  return locale === 'en' ? `${number}%` : `${number}\u00a0%`
}
