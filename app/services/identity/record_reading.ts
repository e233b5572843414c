import db from '@adonisjs/lucid/services/db'
import { recordAuditEvent, type AuditFact } from '#services/identity/record_audit_event'

/**
 * Writes into the audit trail that somebody of the staff took rows about persons out of the house,
 * before the first of them leaves. What was searched for may be a name: it does not go in.
 */
export async function recordReading(
  fact: Pick<AuditFact, 'actor' | 'action' | 'subject' | 'after' | 'clock'>
): Promise<void> {
  await db.transaction((trx) => recordAuditEvent(trx, fact))
}
