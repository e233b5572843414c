import governanceConfig from '#config/governance'
import type Assembly from '#models/governance/assembly'
import type { DateTime } from 'luxon'

type Meeting = Pick<
  Assembly,
  'id' | 'title' | 'startsAt' | 'place' | 'remoteLink' | 'state' | 'createdAt' | 'updatedAt'
>

/** The meeting as an event of a calendar (RFC 5545); the same file again replaces the older one. */
export function calendarFile(meeting: Meeting, url: string): string {
  const end = meeting.startsAt.plus({ hours: governanceConfig.calendarHours })
  const written = meeting.updatedAt ?? meeting.createdAt
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Peerfy//Governance//FR',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${meeting.id}@peerfy`,
    `DTSTAMP:${utc(written)}`,
    `SEQUENCE:${Math.floor(written.toSeconds() - meeting.createdAt.toSeconds())}`,
    `DTSTART:${utc(meeting.startsAt)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escaped(meeting.title)}`,
    `LOCATION:${escaped([meeting.place, meeting.remoteLink].filter(Boolean).join(' / '))}`,
    `DESCRIPTION:${escaped(url)}`,
    `URL:${url}`,
    `STATUS:${meeting.state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function utc(at: DateTime): string {
  return at.toUTC().toFormat("yyyyLLdd'T'HHmmss'Z'")
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n')
}

/** At most 75 bytes a line; what follows begins with a space. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const sign of line) {
    const room = parts.length === 0 ? 75 : 74
    if (Buffer.byteLength(part + sign) > room) {
      parts.push(part)
      part = ''
    }
    part += sign
  }
  return [...parts, part].join('\r\n ')
}
