import type { StatuteSettings } from '#services/statutes/statute_settings'
import { BASIS_POINTS } from '#values/ratio'

/** Art. 27 loi 47-1775: half of what the law asks of an ordinary SA. */
const SA_MINIMUM_CENTS = 1_850_000n

/** Numerator over denominator of a part, rounded up to the cent: a floor is never a cent too low. */
function ceilPart(cents: bigint, numerator: bigint, denominator: bigint): bigint {
  return (cents * numerator + denominator - 1n) / denominator
}

/**
 * C10: the capital may not fall below the statutes' minimum, a tenth of the capital written into
 * them (L231-5), a quarter of the highest capital ever reached (art. 13), 18 500 € in an SA. The
 * database computes the same (`capital_floor_cents`) and has the last word.
 */
export function capitalFloorCents(
  peakCents: bigint,
  { capital, identity }: Pick<StatuteSettings, 'capital' | 'identity'>
): bigint {
  const bounds = [
    BigInt(capital.statutoryMinimumCents),
    ceilPart(BigInt(capital.statutoryCapitalCents), 1n, 10n),
    ceilPart(peakCents, 1n, 4n),
    identity.legalForm === 'SA' ? SA_MINIMUM_CENTS : 0n,
  ]
  return bounds.reduce((highest, bound) => (bound > highest ? bound : highest))
}

/** C08: the least that is paid when subscribing, in cents, rounded up. */
export function leastFirstPaymentCents(totalCents: bigint, paidUpBp: number): bigint {
  return ceilPart(totalCents, BigInt(paidUpBp), BASIS_POINTS)
}
