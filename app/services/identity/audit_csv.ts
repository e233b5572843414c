import { type AuditSearch, streamAuditEvents } from '#services/identity/queries/search_audit_events'

const COLUMNS = ['at', 'actor', 'action', 'subject', 'subject_id', 'before', 'after', 'reason']

/** Quoted (RFC 4180), and kept from being taken for a formula by a spreadsheet. */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const json = (value: unknown) => (value ? JSON.stringify(value) : '')

/** The audit trail as CSV text, in pieces; times are ISO, in Paris. */
export async function* auditEventsAsCsv(search: AuditSearch): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`
  for await (const events of streamAuditEvents(search)) {
    yield events
      .map((event) =>
        [
          event.at.setZone('Europe/Paris').toISO(),
          event.actorLabel,
          event.action,
          event.subjectType,
          event.subjectId,
          json(event.before),
          json(event.after),
          event.reason,
        ]
          .map(cell)
          .join(',')
      )
      .map((line) => `${line}\r\n`)
      .join('')
  }
}
