import { DateTime } from 'luxon'

const FRIDAY = 5
/** Month and day on which the euro's banks rest every year (TARGET calendar). */
const CLOSED_DAYS = new Set(['01-01', '05-01', '12-25', '12-26'])

/** The day that lies so many bank days after a day. */
export function addBankDays(day: DateTime, count: number): DateTime {
  let moved = day
  for (let left = count; left > 0;) {
    moved = moved.plus({ days: 1 })
    if (isBankDay(moved)) left--
  }
  return moved
}

function isBankDay(day: DateTime): boolean {
  if (day.weekday > FRIDAY || CLOSED_DAYS.has(day.toFormat('MM-dd'))) return false
  const easter = easterSunday(day.year)
  // Both are midnights in UTC, where every day has 24 hours: the difference is whole.
  const sinceEaster = DateTime.utc(day.year, day.month, day.day).diff(easter, 'days').days
  // Good Friday and Easter Monday.
  return sinceEaster !== -2 && sinceEaster !== 1
}

/** Gauss's computation for the Gregorian calendar, in its anonymous form. */
function easterSunday(year: number): DateTime {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d =
    (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return DateTime.utc(year, Math.floor(f / 31), (f % 31) + 1)
}
