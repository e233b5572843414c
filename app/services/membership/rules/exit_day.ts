import type { ExitKind } from '#models/membership/exit'
import { dayOf, isoDay, type Day } from '#values/day'

type Announcement = {
  kind: ExitKind
  /** The day on which it is asked, in Paris. */
  requestedOn: Day
  noticeMonths: number
  /** The day of death, or of the vote that excludes. */
  happenedOn?: Day
}

/**
 * The first day without voting right (C12), YYYY-MM-DD: after the notice of the statutes, the day
 * of death, the day after the assembly that excludes. A month that has no such day ends it on its
 * last one.
 */
export function exitDay({ kind, requestedOn, noticeMonths, happenedOn }: Announcement): string {
  if (kind === 'withdrawal' || kind === 'reduction') {
    return isoDay(dayOf(requestedOn).plus({ months: noticeMonths }))
  }
  if (!happenedOn) throw new Error(`An exit by ${kind} names the day it happened`)
  return isoDay(dayOf(happenedOn).plus({ days: kind === 'exclusion' ? 1 : 0 }))
}
