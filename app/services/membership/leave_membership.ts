import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Member from '#models/membership/member'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'

type Departure = { memberId: string; on: Day; actor: Actor; clock: Clock }

/**
 * The last shares have left: the membership ends on that day, with its categories (C12). Called
 * again it changes nothing.
 */
export async function recordDeparture(
  trx: TransactionClientContract,
  { memberId, on }: Departure
): Promise<Member> {
  const member = await lockedMember(trx, memberId)
  if (member.state === 'left') return member
  if (!member.isActive) throw new Error(`A member who is ${member.state} cannot leave`)
  await endCategories(trx, memberId, on)
  return member.leave(dayOf(on)).save()
}

/** An admission that came to nothing: the money never arrived, or the subscription was void. */
export async function lapseAdmission(
  trx: TransactionClientContract,
  { memberId, on, actor, clock, reason }: Departure & { reason: string }
): Promise<Member> {
  const member = await lockedMember(trx, memberId)
  if (member.state === 'lapsed') return member
  if (member.state !== 'admitted') throw new Error(`A member who is ${member.state} cannot lapse`)
  await endCategories(trx, memberId, on)
  member.state = 'lapsed'
  await member.save()
  const subject = { type: 'member', id: memberId }
  await recordAuditEvent(trx, { actor, action: 'membership.lapse', subject, reason, clock })
  return member
}

/** A category that began that day or later ends the day after it began: rows are never deleted. */
async function endCategories(trx: TransactionClientContract, memberId: string, on: Day) {
  await trx.rawQuery(
    `UPDATE member_categories SET valid_to = greatest(:day::date, valid_from + 1)
      WHERE member_id = :memberId AND valid_to IS NULL`,
    { memberId, day: isoDay(on) }
  )
}
