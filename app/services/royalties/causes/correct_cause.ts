import db from '@adonisjs/lucid/services/db'
import Cause from '#models/royalties/cause'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { CauseWords } from '#services/royalties/causes/add_cause'
import type { Clock } from '#values/clock'

/**
 * Corrects a cause's name or description from now on. Months that are closed keep the name that
 * was frozen with them; the id never changes.
 */
export async function correctCause(input: {
  causeId: string
  words: CauseWords
  reason: string
  actor: Actor
  clock: Clock
}): Promise<Cause> {
  const { causeId, words, reason, actor, clock } = input
  return db.transaction(async (trx) => {
    const cause = await Cause.query({ client: trx }).where('id', causeId).forUpdate().firstOrFail()
    const { name, descriptionFr, descriptionEn, url } = cause
    await cause.merge(words).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'royalties.correct_cause',
      subject: { type: 'cause', id: cause.id },
      before: { name, descriptionFr, descriptionEn, url },
      after: { ...words },
      reason,
      clock,
    })
    return cause
  })
}
