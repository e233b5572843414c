import type { DateTime } from 'luxon'

/**
 * C18: the first day on which a meeting may be held after a notice was sent: the day of sending is
 * not counted, the day of the meeting is (CPC art. 641; Cass. 11 Jan. 2005, 02-14.118). A notice of
 * 1 June with 15 days allows 16 June.
 */
export function earliestMeeting(sentOn: DateTime, noticeDays: number): DateTime {
  return sentOn.startOf('day').plus({ days: noticeDays })
}

/** C18: the last day on which the notice of a meeting may still be sent, with days to spare. */
export function latestSending(heldOn: DateTime, noticeDays: number, safetyDays: number): DateTime {
  return heldOn.startOf('day').minus({ days: noticeDays + safetyDays })
}

/** C18: days that a notice sent on a day leaves, the meeting's own day counted. */
export function daysOfNotice(sentOn: DateTime, heldOn: DateTime): number {
  return Math.floor(heldOn.startOf('day').diff(sentOn.startOf('day'), 'days').days)
}

/** A consent to notices by e-mail, and when it was taken back. */
export type EmailConsent = { givenOn: DateTime; revokedOn: DateTime | null }

/**
 * C19: by e-mail only with a consent that stood so many days before the meeting (SA 35, SARL 20,
 * SAS by its statutes) and was not taken back by then; everybody else by post.
 */
export function noticeChannel(
  consent: EmailConsent | null,
  heldOn: DateTime,
  consentDays: number
): 'email' | 'post' {
  if (!consent) return 'post'
  const cutOff = heldOn.startOf('day').minus({ days: consentDays })
  const inTime = consent.givenOn.startOf('day') <= cutOff
  const revoked = consent.revokedOn && consent.revokedOn.startOf('day') <= cutOff
  return inTime && !revoked ? 'email' : 'post'
}

/** C32: the day by which the accounts' assembly is to be held: six months after the year's end. */
export function accountsAssemblyBy(closedOn: DateTime, months: number): DateTime {
  return closedOn.plus({ days: 1 }).plus({ months }).minus({ days: 1 })
}
