import AuditEvent from '#models/identity/audit_event'

export const AUDIT_EVENTS_PER_PAGE = 50

export type AuditSearch = { search?: string; action?: string; from?: string; to?: string }

/** The audit trail, newest first; `search` looks in the actor, the act, the subject and the reason. */
function auditEvents({ search, action, from, to }: AuditSearch) {
  const query = AuditEvent.query()
  if (search) {
    query.whereRaw(
      `plain_text(concat_ws(' ', actor_label, action, subject_type, subject_id, reason))
         LIKE '%' || plain_text(?) || '%'`,
      [search.replace(/[\\%_]/g, (sign) => `\\${sign}`)]
    )
  }
  if (action) query.where('action', action)
  /** Days are Paris days. */
  if (from) query.whereRaw(`at >= ?::date::timestamp AT TIME ZONE 'Europe/Paris'`, [from])
  if (to) query.whereRaw(`at < (?::date + 1)::timestamp AT TIME ZONE 'Europe/Paris'`, [to])
  return query.orderBy('at', 'desc').orderBy('id', 'desc')
}

export function searchAuditEvents(filter: AuditSearch, page = 1) {
  return auditEvents(filter).paginate(page, AUDIT_EVENTS_PER_PAGE)
}

const BATCH = 1000

/** The same rows for a file, in batches, so that a long trail never stands in memory whole. */
export async function* streamAuditEvents(filter: AuditSearch): AsyncGenerator<AuditEvent[]> {
  for (let offset = 0; ; offset += BATCH) {
    const rows = await auditEvents(filter).offset(offset).limit(BATCH)
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
  }
}

/** The acts about one subject, newest first: the history on its page. */
export async function historyOf(subject: { type: string; id: string }, limit = 50) {
  return AuditEvent.query()
    .where({ subject_type: subject.type, subject_id: subject.id })
    .orderBy('id', 'desc')
    .limit(limit)
}
