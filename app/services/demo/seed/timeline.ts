import { FixedClock, type Clock } from '#values/clock'
import { periodOf, periodStart, type Period } from '#values/period'
import type { DateTime } from 'luxon'

/** How many months before the open one the demo lived, closed and published. */
export const CLOSED_MONTHS = 3

/**
 * The demo's past, told from the present: months are counted back from the one of the real clock,
 * so that a first start always shows the last three months, whenever it happens.
 */
export class Timeline {
  readonly now: DateTime

  constructor(clock: Clock) {
    this.now = clock.now()
  }

  /** The month that lies so many months back; 0 is the open one. */
  period(monthsAgo: number): Period {
    return periodOf(this.now.startOf('month').minus({ months: monthsAgo }))
  }

  /** A clock that stands at a moment of a month, from 0 (its start) to 1 (its end, or now). */
  within(monthsAgo: number, moment: number): FixedClock {
    const start = periodStart(this.period(monthsAgo))
    const end = monthsAgo === 0 ? this.now : periodStart(this.period(monthsAgo - 1))
    const milliseconds = Math.floor(end.diff(start).toMillis() * moment)
    return new FixedClock(start.plus({ milliseconds }))
  }

  /** A clock that stands on a day of a month at an hour, never later than now. */
  on(monthsAgo: number, day: number, hour = 10): FixedClock {
    const wanted = periodStart(this.period(monthsAgo)).plus({ days: day - 1, hours: hour })
    return new FixedClock(wanted < this.now ? wanted : this.now)
  }

  /** Whether that day has come. */
  hasCome(monthsAgo: number, day: number, hour = 10): boolean {
    return periodStart(this.period(monthsAgo)).plus({ days: day - 1, hours: hour }) <= this.now
  }
}
