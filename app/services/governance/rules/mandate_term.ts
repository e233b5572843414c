import { DateTime } from 'luxon'

/** The law's longest term, whatever the statutes say. */
const LONGEST_YEARS = 6

type Term = {
  /** YYYY-MM-DD, the day of the election. */
  startsOn: string
  termYears: number
  /** MM-DD, the last day of the financial year. */
  yearEnd: string
  /** C32: months after the year's end for the assembly on the accounts. */
  approvalMonths: number
}

/**
 * C31: a mandate runs until the assembly that approves the accounts of its last year, so until the
 * last day on which that assembly may meet; never beyond six years. YYYY-MM-DD.
 */
export function mandateEnd({ startsOn, termYears, yearEnd, approvalMonths }: Term): string {
  const start = DateTime.fromISO(startsOn)
  const years = Math.min(termYears, LONGEST_YEARS)
  const lastClosing = closingAfter(start, yearEnd).plus({ years: years - 1 })
  const lastDay = approvalDeadline(lastClosing, approvalMonths)
  const limit = start.plus({ years: LONGEST_YEARS })
  return DateTime.min(lastDay, limit)!.toISODate()!
}

/**
 * C32: the last day so many months after a close. A year that ends with its month gives the whole of
 * the last month; another one ends on the same day of it.
 */
export function approvalDeadline(closing: DateTime, months: number): DateTime {
  const last = closing.plus({ months })
  return closing.hasSame(closing.endOf('month'), 'day') ? last.endOf('month') : last
}

/** The last financial year that ends on a day or before it. YYYY-MM-DD */
export function closingBefore(day: string, yearEnd: string): string {
  const next = closingAfter(DateTime.fromISO(day), yearEnd)
  return next.minus({ years: 1 }).toISODate()!
}

function closingAfter(day: DateTime, yearEnd: string): DateTime {
  const closing = DateTime.fromISO(`${day.year}-${yearEnd}`)
  return closing > day ? closing : closing.plus({ years: 1 })
}
