import { dayOf, isoDay, type Day } from '#values/day'

/** What the balance sheet says of losses; amounts in cents, the result signed. */
export type BalanceSheet = {
  capitalCents: bigint
  statutoryReserveCents: bigint
  carriedLossCents: bigint
  resultCents: bigint
}

export type Repayment = {
  /** Losses of the balance sheet, and what is left of them for the capital to bear. */
  lossCents: bigint
  borneCents: bigint
  lossShareCents: bigint
  amountCents: bigint
}

/**
 * C14: what is repaid is the paid-up nominal less the shares' part of the losses on the balance
 * sheet (art. 18), set against the statutory reserve first where the statutes say so, never below
 * zero. The part is by nominal over the capital of that balance sheet, rounded down to the cent in
 * the member's favour. No accounts yet: no loss.
 */
export function repaymentAmount(
  leaving: { subscribedCents: bigint; paidUpCents: bigint },
  sheet: BalanceSheet | null,
  imputeReserves: boolean
): Repayment {
  const { subscribedCents, paidUpCents } = leaving
  const lossCents = sheet ? atLeastZero(sheet.carriedLossCents - sheet.resultCents) : 0n
  const imputed = imputeReserves ? (sheet?.statutoryReserveCents ?? 0n) : 0n
  const borneCents = atLeastZero(lossCents - imputed)
  const capital = sheet?.capitalCents ?? 0n
  const share = capital > 0n ? (subscribedCents * borneCents) / capital : 0n
  const lossShareCents = share < paidUpCents ? share : paidUpCents
  return { lossCents, borneCents, lossShareCents, amountCents: paidUpCents - lossShareCents }
}

/** C15, C17, C08: the same day so many months later, or the last of that month. */
export function monthsAfter(day: Day, months: number): string {
  return isoDay(dayOf(day).plus({ months }))
}

function atLeastZero(cents: bigint): bigint {
  return cents > 0n ? cents : 0n
}
