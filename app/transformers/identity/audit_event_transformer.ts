import { BaseTransformer } from '@adonisjs/core/transformers'
import type AuditEvent from '#models/identity/audit_event'

/** One line of the audit trail. */
export default class AuditEventTransformer extends BaseTransformer<AuditEvent> {
  toObject() {
    const event = this.resource
    return {
      id: String(event.id),
      at: event.at.toISO()!,
      actor: event.actorLabel,
      action: event.action,
      subjectType: event.subjectType,
      subjectId: event.subjectId,
      before: event.before ? JSON.stringify(event.before, null, 2) : null,
      after: event.after ? JSON.stringify(event.after, null, 2) : null,
      reason: event.reason,
    }
  }
}
