import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import ApprovalMandate, { type Capacity } from '#models/publication/approval_mandate'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { PublicationError } from '#services/publication/errors'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Days = { startsOn: string; endsOn: string | null }

/**
 * Lets a person approve months, from one day to another (P21). A capacity has one holder at a time
 * and a person holds one capacity at a time, so that three mandates are three people.
 *
 * @param startsOn first day, YYYY-MM-DD of Paris; `endsOn` the last one, null for none yet
 * @throws PublicationError bad_dates, capacity_taken, person_taken
 */
export async function grantMandate(
  input: { actor: Actor; accountId: string; capacity: Capacity; clock: Clock } & Days
): Promise<ApprovalMandate> {
  const { actor, accountId, capacity, startsOn, endsOn, clock } = input
  if (endsOn && endsOn < startsOn) {
    throw new PublicationError('bad_dates', `A mandate cannot end (${endsOn}) before ${startsOn}`)
  }
  return db.transaction(async (trx) => {
    await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtextextended('publication|mandates', 0))`)
    await refuseOverlap(input, trx)
    const mandate = await ApprovalMandate.create(
      {
        id: newId(),
        accountId,
        capacity,
        startsOn: DateTime.fromISO(startsOn),
        endsOn: endsOn ? DateTime.fromISO(endsOn) : null,
        createdAt: clock.now(),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'publication.grant_mandate',
      subject: { type: 'approval_mandate', id: mandate.id },
      after: { account_id: accountId, capacity, starts_on: startsOn, ends_on: endsOn },
      clock,
    })
    return mandate
  })
}

async function refuseOverlap(
  { accountId, capacity, startsOn, endsOn }: { accountId: string; capacity: Capacity } & Days,
  trx: TransactionClientContract
): Promise<void> {
  const standing = await ApprovalMandate.query({ client: trx })
    .where((ends) => ends.whereNull('endsOn').orWhere('endsOn', '>=', startsOn))
    .where('startsOn', '<=', endsOn ?? 'infinity')
    .where((same) => same.where({ capacity }).orWhere({ accountId }))
    .first()
  if (!standing) return
  const taken = standing.capacity === capacity ? 'capacity_taken' : 'person_taken'
  throw new PublicationError(
    taken,
    taken === 'capacity_taken'
      ? `Somebody holds the mandate ${capacity} in that time: end it first`
      : 'This person holds another mandate in that time: end it first',
    { capacity }
  )
}
