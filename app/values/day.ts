import { DateTime } from 'luxon'
import { TIME_ZONE } from '#values/clock'

/** A day in Paris, as a caller happens to hold it; an instant stands for the day it falls on. */
export type Day = DateTime | string

/** The day's first instant in Paris; a text that is no day (`2026-02-30`) is an error. */
export function dayOf(day: Day): DateTime {
  const moment = typeof day === 'string' ? DateTime.fromISO(day, { zone: TIME_ZONE }) : day
  if (!moment.isValid) throw new Error(`"${String(day)}" is not a day that exists`)
  return typeof day === 'string' ? moment.startOf('day') : onItsDay(moment)
}

/** The day as `YYYY-MM-DD`. */
export function isoDay(day: Day): string {
  return dayOf(day).toISODate()!
}

/** The day in Paris on which an instant falls, whatever the zone it was read in: `YYYY-MM-DD`. */
export function parisDay(at: DateTime): string {
  return at.setZone(TIME_ZONE).toISODate()!
}

/** An instant as a text of Paris, whatever the zone it was read in. */
export function parisInstant(at: DateTime): string {
  return at.setZone(TIME_ZONE).toISO()!
}

/** A date read from the database is midnight of the process's zone: its own calendar day counts. */
function onItsDay(moment: DateTime): DateTime {
  const isMidnight = moment.hour === 0 && moment.minute === 0 && moment.second === 0
  const day = isMidnight ? moment : moment.setZone(TIME_ZONE)
  return DateTime.fromISO(day.toISODate()!, { zone: TIME_ZONE })
}

/** The day in Paris, `YYYY-MM-DD`, on which an instant that the database gave falls. */
export function dayOfInstant(at: Date): string {
  return DateTime.fromJSDate(at, { zone: TIME_ZONE }).toISODate()!
}

/** A day as a form or a file writes it (`YYYY-MM-DD`), at midnight in Paris; null for anything else. */
export function parseDay(text: string): DateTime | null {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return null
  const day = DateTime.fromISO(text, { zone: TIME_ZONE })
  return day.isValid ? day : null
}

/** A day (`YYYY-MM-DD`) for a reader, whatever zone the process is in: « 1er mars 2025 ». */
export function dayInWords(iso: string, locale: string): string {
  const text = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'fr', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${iso}T12:00:00Z`))
  return locale === 'en' ? text : text.replace(/^1(?=\s)/, '1er')
}
