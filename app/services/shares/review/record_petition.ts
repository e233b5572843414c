import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { PRESENT } from '#services/membership/queries/present_on'
import { isEnoughForReview } from '#services/shares/review/review_rule'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

export type Petition = {
  receivedOn: DateTime
  signatories: number
  /** Where the signatures are kept. */
  reference: string
}

type PetitionRefusal = 'in_the_future' | 'more_than_members' | 'petition_too_small'

/** C35: records that a tenth of the members ask for a review, by the members of that day. */
export async function recordPetition(input: {
  petition: Petition
  actor: Actor
  clock: Clock
}): Promise<Result<void, PetitionRefusal>> {
  const { petition, actor, clock } = input
  const { signatories, reference } = petition
  const receivedOn = isoDay(petition.receivedOn)
  if (receivedOn > isoDay(clock.now())) return err('in_the_future')
  const members = await membersOn(receivedOn)
  if (signatories > members) return err('more_than_members')
  if (!isEnoughForReview(signatories, members)) return err('petition_too_small')
  const id = newId()
  await db.transaction(async (trx) => {
    await trx.table('review_petitions').insert({
      id,
      received_on: receivedOn,
      signatories,
      members,
      reference,
      recorded_at: clock.now().toISO(),
      recorded_by_label: actorLabel(actor),
    })
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.record_petition',
      subject: { type: 'review_petition', id },
      after: { received_on: receivedOn, signatories, members, reference },
      clock,
    })
  })
  return ok(undefined)
}

async function membersOn(day: string): Promise<number> {
  const { rows } = await db.rawQuery(
    `SELECT count(*)::int AS count FROM members m WHERE ${PRESENT}`,
    { day }
  )
  return rows[0].count
}
