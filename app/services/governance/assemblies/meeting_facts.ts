import type { DateTime } from 'luxon'
import governanceConfig from '#config/governance'
import type Assembly from '#models/governance/assembly'
import { GovernanceError } from '#services/governance/errors'
import { firstDayFor, heldOn } from '#services/governance/rules/notice_rule'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { isoDay } from '#values/day'

/** What a meeting's file says of the meeting itself. */
export type MeetingFacts = {
  kind: Assembly['kind']
  /** For a board: which body of the statutes meets; the first of them where none is named. */
  bodyCode?: string | null
  presence: Assembly['presence']
  title: string
  startsAt: DateTime
  place: string
  remoteLink: string
  /** Votes from afar before the meeting; both or none. */
  remoteFrom: DateTime | null
  remoteUntil: DateTime | null
}

/** Throws where a meeting cannot be held like this: no hour, no place, no link, a window that is none. */
export function assertMeeting(facts: MeetingFacts, now: DateTime): void {
  if (facts.startsAt <= now) throw new GovernanceError('in_the_past')
  const latest = now.plus({ days: governanceConfig.latestMeetingDays })
  if (facts.startsAt > latest) throw new GovernanceError('too_far')
  if (facts.presence !== 'remote' && !facts.place) throw new GovernanceError('no_place')
  if (facts.presence !== 'room' && !facts.remoteLink) throw new GovernanceError('no_link')
  assertRemoteWindow(facts)
}

/** C23: votes from afar end before the meeting begins, and last a fortnight at most. */
function assertRemoteWindow({ remoteFrom, remoteUntil, startsAt }: MeetingFacts): void {
  if (!remoteFrom && !remoteUntil) return
  if (!remoteFrom || !remoteUntil) throw new GovernanceError('remote_half')
  if (remoteUntil <= remoteFrom || remoteUntil > startsAt) throw new GovernanceError('remote_order')
  const days = governanceConfig.longestRemoteWindowDays
  if (remoteUntil.diff(remoteFrom, 'hours').hours > days * 24) {
    throw new GovernanceError('remote_too_long', { days })
  }
}

/** The body that meets: null for the members, the first of the statutes where none was named. */
export function bodyOf(
  { kind, bodyCode }: Pick<MeetingFacts, 'kind' | 'bodyCode'>,
  { bodies }: StatuteSettings
): string | null {
  if (kind !== 'board') return null
  const asked = bodyCode ?? bodies.at(0)?.code ?? null
  if (!asked || !bodies.some(({ code }) => code === asked)) throw new GovernanceError('which_body')
  return asked
}

/** C18: throws where no notice sent today would be in time, with the first day that is. */
export function assertNoticeInTime(
  settings: StatuteSettings,
  meeting: Pick<Assembly, 'kind' | 'call' | 'startsAt'>,
  now: DateTime
): void {
  const first = firstDayFor(settings, meeting, now)
  if (heldOn(meeting.startsAt) < first) {
    throw new GovernanceError('notice_too_late', { first: isoDay(first) })
  }
}
