import { DateTime } from 'luxon'
import { TIME_ZONE } from './clock.js'

/**
 * A period is a calendar month of Europe/Paris, written `YYYY-MM`. As text it sorts by time, is
 * the key of the month in every table and file, and becomes the uint32 202610 on the chain.
 */
export type Period = string

const PERIOD = /^([0-9]{4})-(0[1-9]|1[0-2])$/

/** Thrown for a text that is not a month. */
export class InvalidPeriodError extends Error {
  constructor(text: unknown) {
    super(`"${String(text)}" is not a month: write it as YYYY-MM, for example 2026-10`)
    this.name = 'InvalidPeriodError'
  }
}

export function isPeriod(text: unknown): text is Period {
  return typeof text === 'string' && PERIOD.test(text)
}

/**
 * Checks a text and gives it back as a period.
 *
 * @throws InvalidPeriodError
 */
export function parsePeriod(text: unknown): Period {
  if (!isPeriod(text)) throw new InvalidPeriodError(text)
  return text
}

/** The month in which an instant falls, in Paris. */
export function periodOf(instant: DateTime): Period {
  return instant.setZone(TIME_ZONE).toFormat('yyyy-MM')
}

export function nextPeriod(period: Period): Period {
  return shift(period, 1)
}

export function previousPeriod(period: Period): Period {
  return shift(period, -1)
}

/** Midnight in Paris of the first day. */
export function periodStart(period: Period): DateTime {
  return DateTime.fromISO(`${parsePeriod(period)}-01`, { zone: TIME_ZONE })
}

/** Midnight in Paris after the last day: the first instant that no longer belongs to the period. */
export function periodEnd(period: Period): DateTime {
  return periodStart(nextPeriod(period))
}

/** True once the whole month lies in the past. */
export function isPeriodOver(period: Period, now: DateTime): boolean {
  return now >= periodEnd(period)
}

/** The month's last day as `YYYY-MM-DD`. */
export function periodLastDay(period: Period): string {
  return periodStart(period).endOf('month').toFormat('yyyy-MM-dd')
}

/** YYYYMM as the number that contracts and leaves carry: `2026-10` is 202610. */
export function periodToUint32(period: Period): number {
  return Number(parsePeriod(period).replace('-', ''))
}

/** The reverse of `periodToUint32`. */
export function periodFromUint32(value: number): Period {
  const text = String(value).padStart(6, '0')
  return parsePeriod(`${text.slice(0, -2)}-${text.slice(-2)}`)
}

/** The month's name for a reader: « octobre 2026 », "October 2026". */
export function periodLabel(period: Period, locale: string): string {
  return periodStart(period).setLocale(locale).toFormat('LLLL yyyy')
}

function shift(period: Period, months: number): Period {
  const [year, month] = parsePeriod(period).split('-').map(Number)
  const index = year * 12 + (month - 1) + months
  const text = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
  return parsePeriod(text)
}
