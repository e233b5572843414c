import type { ReserveParts, SurplusFrame, YearSurplus } from '#services/shares/surplus/surplus_rule'
import { surplusFrame } from '#services/shares/surplus/surplus_rule'

/** What becomes of a year's result, in cents: a surplus has the first three, a loss the others. */
export type SurplusParts = {
  legalReserveCents: bigint
  /** All that is not interest or legal reserve: a SCIC shares nothing else out. */
  statutoryReserveCents: bigint
  interestCents: bigint
  /** Of losses, what the statutory reserve takes where the statutes set losses against it (C14). */
  imputedCents: bigint
  /** The losses that are still carried afterwards. */
  carriedCents: bigint
}

type Year = YearSurplus & { statutoryReserveCents: bigint }
type Rules = { reserves: ReserveParts; imputeReserves: boolean }

/**
 * C33: shares a year's surplus out, or sets its loss against the statutory reserve and carries the
 * rest. A result below the losses carried leaves a loss to carry: it allocates nothing else.
 */
export function surplusParts(
  year: Year,
  wantedInterestCents: bigint,
  { reserves, imputeReserves }: Rules
): { frame: SurplusFrame; parts: SurplusParts } {
  const frame = surplusFrame(year, reserves)
  const uncovered = year.surplusCents < 0n ? -year.surplusCents : 0n
  const reserve = imputeReserves ? year.statutoryReserveCents : 0n
  const imputedCents = uncovered < reserve ? uncovered : reserve
  const interestCents = uncovered === 0n ? wantedInterestCents : 0n
  const left = year.surplusCents - frame.legalReserveCents - interestCents
  const parts = {
    legalReserveCents: frame.legalReserveCents,
    statutoryReserveCents: left > 0n ? left : 0n,
    interestCents,
    imputedCents,
    carriedCents: uncovered - imputedCents,
  }
  return { frame, parts }
}

/** True if two allocations of one year give the same amounts to the same accounts. */
export function areSameParts(one: SurplusParts, other: SurplusParts): boolean {
  return (
    one.legalReserveCents === other.legalReserveCents &&
    one.statutoryReserveCents === other.statutoryReserveCents &&
    one.interestCents === other.interestCents &&
    one.imputedCents === other.imputedCents &&
    one.carriedCents === other.carriedCents
  )
}
