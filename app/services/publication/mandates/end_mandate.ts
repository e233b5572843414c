import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import ApprovalMandate from '#models/publication/approval_mandate'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { PublicationError } from '#services/publication/errors'
import type { Clock } from '#values/clock'

/**
 * Ends a mandate with a day that is still to come or today: what was approved under it stands.
 *
 * @param endsOn last day, YYYY-MM-DD of Paris
 * @throws PublicationError bad_dates, mandate_ended
 */
export async function endMandate(input: {
  actor: Actor
  mandateId: string
  endsOn: string
  clock: Clock
}): Promise<ApprovalMandate> {
  const { actor, mandateId, endsOn, clock } = input
  return db.transaction(async (trx) => {
    const mandate = await ApprovalMandate.query({ client: trx })
      .where('id', mandateId)
      .forUpdate()
      .firstOrFail()
    const today = clock.now().toISODate()!
    const before = mandate.endsOn?.toISODate() ?? null
    if (before && before < today) {
      throw new PublicationError('mandate_ended', `This mandate ended on ${before}`)
    }
    if (endsOn < today || endsOn < mandate.startsOn.toISODate()!) {
      throw new PublicationError('bad_dates', `A mandate cannot end in the past (${endsOn})`)
    }
    mandate.endsOn = DateTime.fromISO(endsOn)
    await mandate.save()
    await recordAuditEvent(trx, {
      actor,
      action: 'publication.end_mandate',
      subject: { type: 'approval_mandate', id: mandate.id },
      before: { ends_on: before },
      after: { ends_on: endsOn },
      clock,
    })
    return mandate
  })
}
