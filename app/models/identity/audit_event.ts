import { AuditEventSchema } from '#database/schema'

/** One act of the staff: who, what, on what, before and after. Never changed, never deleted. */
export default class AuditEvent extends AuditEventSchema {}
