import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Member from '#models/membership/member'
import type { Actor } from '#services/identity/record_audit_event'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { dayOf, type Day } from '#values/day'

type Activation = { memberId: string; on: Day; actor: Actor; clock: Clock }

/**
 * The money is in: the member joins, under the next number, without a gap. Called again it changes
 * nothing. Who left and comes back keeps the number and the first day of joining; a new membership
 * begins, and the time in between stays without one.
 */
export async function activateMember(
  trx: TransactionClientContract,
  { memberId, on }: Activation
): Promise<Member> {
  const member = await lockedMember(trx, memberId)
  if (member.isActive) return member
  if (member.state === 'lapsed') throw new Error('A lapsed admission does not become a membership')
  const number = member.number ?? (await nextNumber(trx))
  return member.activate(number, dayOf(on)).save()
}

/** The lock is held until the transaction ends: a number is lost with its member, never skipped. */
async function nextNumber(trx: TransactionClientContract): Promise<number> {
  await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtext('members|number'))`)
  const { rows } = await trx.rawQuery('SELECT coalesce(max(number), 0) + 1 AS number FROM members')
  return rows[0].number
}
