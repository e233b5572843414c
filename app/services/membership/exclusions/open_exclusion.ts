import db from '@adonisjs/lucid/services/db'
import Exclusion, { RUNNING_EXCLUSIONS } from '#models/membership/exclusion'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { MembershipError } from '#services/membership/errors'
import { lockedActiveMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { dayOf } from '#values/day'
import { newId } from '#values/id'

type Opening = { memberId: string; grounds: string; actor: Actor; clock: Clock }

/**
 * Opens an exclusion with its written grounds (C13). It changes nothing for the member: they keep
 * every right until the assembly has voted.
 *
 * @throws MembershipError not_active, exclusion_running
 */
export async function openExclusion({
  memberId,
  grounds,
  actor,
  clock,
}: Opening): Promise<Exclusion> {
  return db.transaction(async (trx) => {
    const member = await lockedActiveMember(trx, memberId)
    const running = await Exclusion.query({ client: trx })
      .where('memberId', member.id)
      .whereIn('state', [...RUNNING_EXCLUSIONS])
      .first()
    if (running) throw new MembershipError('exclusion_running', 'An exclusion is running already')
    const exclusion = await Exclusion.create(
      {
        id: newId(),
        memberId: member.id,
        state: 'opened',
        grounds,
        openedOn: dayOf(clock.now()),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.open_exclusion',
      subject: { type: 'member', id: member.id },
      after: { exclusion_id: exclusion.id },
      reason: grounds,
      clock,
    })
    return exclusion
  })
}
