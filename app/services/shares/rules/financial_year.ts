import type { DateTime } from 'luxon'
import { dayOf, type Day } from '#values/day'

/** A financial year: its first and last day. Twelve months as a rule, and not always. */
export type FinancialYear = { from: DateTime; to: DateTime }

/** The first year may last so long, and no other one longer. */
const MOST_MONTHS = 24

export function yearOf(accounts: { openedOn: Day; closedOn: Day }): FinancialYear {
  return { from: dayOf(accounts.openedOn), to: dayOf(accounts.closedOn) }
}

/** The twelve months that end on a day. */
function twelveMonthsTo(closedOn: DateTime): FinancialYear {
  return { from: closedOn.plus({ days: 1 }).minus({ years: 1 }), to: closedOn }
}

/**
 * The day a year began when nobody says so: the day after the previous close where that lies within
 * the twelve months, else twelve months before the end.
 */
export function usualOpening(closedOn: DateTime, previousClose: DateTime | null): DateTime {
  const { from } = twelveMonthsTo(closedOn)
  const next = previousClose?.plus({ days: 1 })
  return next && next > from ? next : from
}

export function isTooLong({ from, to }: FinancialYear): boolean {
  return to >= from.plus({ months: MOST_MONTHS })
}

/** How many days the year has. */
export function daysOf({ from, to }: FinancialYear): bigint {
  const calendar = (day: DateTime) => day.setZone('utc', { keepLocalTime: true }).startOf('day')
  return BigInt(calendar(to).diff(calendar(from), 'days').days + 1)
}

/** What a yearly rate counts as one year: the twelve months to the close, 365 or 366 days (C34). */
export function daysOfRate({ to }: FinancialYear): bigint {
  return daysOf(twelveMonthsTo(to))
}
