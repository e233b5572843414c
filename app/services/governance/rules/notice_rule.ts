import type { DateTime } from 'luxon'
import type Assembly from '#models/governance/assembly'
import { earliestMeeting, latestSending } from '#services/governance/rules/notice_days'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { TIME_ZONE } from '#values/clock'
import { dayOf } from '#values/day'

/** The day of a meeting in Paris, whatever the zone of the process that read its hour. */
export function heldOn(startsAt: DateTime): DateTime {
  return dayOf(startsAt.setZone(TIME_ZONE))
}

type Meeting = Pick<Assembly, 'kind' | 'call'>

/**
 * C18: days of notice that the statutes ask for, with the days to spare. A mixed meeting takes the
 * longer notice; a board and a consultation have none.
 */
export function noticeDaysOf(
  settings: StatuteSettings,
  { kind, call }: Meeting
): { days: number; safety: number } {
  if (kind === 'board' || kind === 'consultation') return { days: 0, safety: 0 }
  const rules = settings.assemblies
  const asked = kind === 'mixed' ? [rules.ordinary, rules.extraordinary] : [rules[kind]]
  const days = asked.map(({ noticeDays }) => (call === 1 ? noticeDays.first : noticeDays.second))
  return { days: Math.max(...days), safety: settings.notices.safetyDays }
}

/** C18: the first day for which a notice sent on a day is in time, the days to spare counted. */
export function firstDayFor(
  settings: StatuteSettings,
  meeting: Meeting,
  sentOn: DateTime
): DateTime {
  const { days, safety } = noticeDaysOf(settings, meeting)
  return earliestMeeting(dayOf(sentOn), days + safety)
}

/** C18: the last day on which the notice of a meeting may leave. */
export function lastSendingDay(
  settings: StatuteSettings,
  meeting: Meeting & Pick<Assembly, 'startsAt'>
): DateTime {
  const { days, safety } = noticeDaysOf(settings, meeting)
  return latestSending(heldOn(meeting.startsAt), days, safety)
}

/** C18: the last day on which the law and the statutes let the notice leave, without days to spare. */
export function lastLawfulSending(
  settings: StatuteSettings,
  meeting: Meeting & Pick<Assembly, 'startsAt'>
): DateTime {
  return latestSending(heldOn(meeting.startsAt), noticeDaysOf(settings, meeting).days, 0)
}

/** C18: the first day on which the law lets a meeting be held whose notice left on a day. */
export function firstLawfulDay(
  settings: StatuteSettings,
  meeting: Meeting,
  sentOn: DateTime
): DateTime {
  return earliestMeeting(sentOn, noticeDaysOf(settings, meeting).days)
}
