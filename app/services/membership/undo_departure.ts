import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exit from '#models/membership/exit'
import type Member from '#models/membership/member'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

type Undoing = {
  memberId: string
  exitId: string | null
  reason: string
  actor: Actor
  clock: Clock
}

/**
 * The movement that ended a membership was an error: the member has never left. The categories go
 * on from the day they ended, the exit counts as cancelled. A member who is present stays as is.
 */
export async function undoDeparture(
  trx: TransactionClientContract,
  { memberId, exitId, reason, actor, clock }: Undoing
): Promise<Member> {
  const member = await lockedMember(trx, memberId)
  if (exitId) {
    await Exit.query({ client: trx })
      .where({ id: exitId, state: 'effective' })
      .update({ state: 'cancelled', endedAt: clock.now().toJSDate() })
  }
  if (member.state !== 'left') return member
  await trx.rawQuery(
    `INSERT INTO member_categories (id, member_id, category_code, valid_from, recorded_at, recorded_by_label, reason)
     SELECT DISTINCT ON (category_code) gen_random_uuid(), member_id, category_code, valid_to, :at, :by, :reason
       FROM member_categories
      WHERE member_id = :memberId AND valid_to >= :leftOn
      ORDER BY category_code, valid_to DESC
     ON CONFLICT DO NOTHING`,
    {
      memberId,
      leftOn: isoDay(member.leftOn!),
      at: clock.now().toISO()!,
      by: actorLabel(actor),
      reason,
    }
  )
  await member.reinstate().save()
  await recordAuditEvent(trx, {
    actor,
    action: 'membership.undo_departure',
    subject: { type: 'member', id: memberId },
    reason,
    clock,
  })
  return member
}
