import app from '@adonisjs/core/services/app'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { Clock } from '#values/clock'

/** Who acts: a signed-in account, or a process that has a name but no account ("system"). */
export type Actor = { id: string; fullName: string; email?: string } | { label: string }

export type AuditFact = {
  actor: Actor
  /** `<domain>.<verb>_<noun>`, for example `identity.grant_role`. */
  action: string
  /** What was acted on: the table's singular noun and its id. */
  subject: { type: string; id: string }
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  /** Why, in the actor's own words, where the act asks for a reason. */
  reason?: string | null
  clock?: Clock
}

/** The name under which an actor stands in a record that outlives the account. */
export function actorLabel(actor: Actor): string {
  if ('label' in actor) return actor.label
  return actor.email ? `${actor.fullName} <${actor.email}>` : actor.fullName
}

/** The account behind an actor, or null for a process. */
export function actorAccountId(actor: Actor): string | null {
  return 'label' in actor ? null : actor.id
}

/** Amounts and dates as text, so that the trail can be read without this program. */
function toJson(value: Record<string, unknown> | null | undefined): string | null {
  if (!value) return null
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? part.toString() : part
  )
}

/**
 * Writes one act of the staff into the audit trail, in the transaction of the act itself: an act
 * that is rolled back leaves no trace, and no act is done without one. Rows are append-only.
 * Never pass secrets or passwords in `before` and `after`.
 */
export async function recordAuditEvent(trx: TransactionClientContract, fact: AuditFact) {
  const clock = fact.clock ?? (await app.container.make(Clock))
  await trx.table('audit_events').insert({
    at: clock.now().toJSDate(),
    actor_account_id: actorAccountId(fact.actor),
    actor_label: actorLabel(fact.actor),
    action: fact.action,
    subject_type: fact.subject.type,
    subject_id: fact.subject.id,
    before: toJson(fact.before),
    after: toJson(fact.after),
    reason: fact.reason ?? null,
  })
}
