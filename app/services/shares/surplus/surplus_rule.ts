import type { StatuteSettings } from '#services/statutes/statute_settings'
import { BASIS_POINTS } from '#values/ratio'

/** A year's surplus before its allocation; amounts in cents. */
export type YearSurplus = {
  /** The result less losses carried from earlier years; a loss allocates nothing. */
  surplusCents: bigint
  /** Of it, what public bodies and associations gave: no interest is paid from it (19 nonies). */
  subsidiesCents: bigint
  /** Legal, statutory and other reserves before this allocation. */
  reservesCents: bigint
  capitalCents: bigint
}

export type SurplusFrame = {
  /** What the statutes and the law put into the reserves at the least. */
  legalReserveCents: bigint
  minStatutoryReserveCents: bigint
  /** What may go to interest at the most, before the cap of the rate. */
  maxInterestCents: bigint
}

export type ReserveParts = Pick<StatuteSettings['reserves'], 'legalBp' | 'statutoryBp'>

/** A part of an amount in basis points, up to the next cent: a reserve is never short of its part. */
function partUp(amountCents: bigint, basisPoints: number): bigint {
  return (amountCents * BigInt(basisPoints) + BASIS_POINTS - 1n) / BASIS_POINTS
}

/**
 * C33: the frame of an allocation. The legal reserve takes its part (15 %, art. 16 loi 47-1775)
 * while all reserves together are below the capital, then nothing; the statutory reserve takes at
 * least half of what is left (art. 19 nonies); interest has at most the rest, counted as if
 * subsidies were not there. Cents; a loss or nothing gives a frame of zeros.
 */
export function surplusFrame(year: YearSurplus, parts: ReserveParts): SurplusFrame {
  const surplus = year.surplusCents > 0n ? year.surplusCents : 0n
  const legalBp = year.reservesCents < year.capitalCents ? parts.legalBp : 0
  const reserved = (amount: bigint) => {
    const legal = partUp(amount, legalBp)
    return { legal, statutory: partUp(amount - legal, parts.statutoryBp) }
  }
  const { legal, statutory } = reserved(surplus)
  const eligible = surplus > year.subsidiesCents ? surplus - year.subsidiesCents : 0n
  const apart = reserved(eligible)
  return {
    legalReserveCents: legal,
    minStatutoryReserveCents: statutory,
    maxInterestCents: eligible - apart.legal - apart.statutory,
  }
}

/** A half-year's mean yield of private bonds, in thousandths of a percent. */
export type BondYield = { year: number; half: number; rateMillipercent: number }

/** A rate as an exact fraction of thousandths of a percent. */
export type ExactRate = { numerator: bigint; denominator: bigint }

/**
 * C34: the highest rate of interest on shares: the mean of the three calendar years before the
 * assembly, plus the margin (art. 14 loi 47-1775: two points). Null while one of the six half-years
 * is not known: a cap is never guessed.
 */
export function interestCap(
  yields: readonly BondYield[],
  assemblyYear: number,
  marginMillipercent: number
): ExactRate | null {
  const wanted = [1, 2, 3].flatMap((ago) =>
    [1, 2].map((half) => ({ year: assemblyYear - ago, half }))
  )
  let sum = 0n
  for (const { year, half } of wanted) {
    const known = yields.find((one) => one.year === year && one.half === half)
    if (!known) return null
    sum += BigInt(known.rateMillipercent)
  }
  const denominator = BigInt(wanted.length)
  return { numerator: sum + BigInt(marginMillipercent) * denominator, denominator }
}

/** 1 % in thousandths of a percent, times the hundred of the percent itself. */
const MILLIPERCENT_OF_WHOLE = 100_000n

/** True if a rate is within its cap; the cap itself is allowed. */
export function isWithinCap(rateMillipercent: bigint, cap: ExactRate): boolean {
  return rateMillipercent * cap.denominator <= cap.numerator
}

/**
 * C34: interest at a rate on paid-up capital that was held for a number of days: whole cents,
 * what is over stays in the co-operative. `centDays` is the sum over days of the paid-up cents.
 */
export function interestOf(centDays: bigint, yearDays: bigint, rate: ExactRate): bigint {
  if (yearDays <= 0n) throw new RangeError('a year has days')
  if (rate.numerator <= 0n) return 0n
  return (centDays * rate.numerator) / (yearDays * rate.denominator * MILLIPERCENT_OF_WHOLE)
}
