import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'

type Distinction = { memberId: string; reason: string; actor: Actor; clock: Clock }

/**
 * Two people with one name, born on one day: the office has seen both and says so, with what shows
 * it. The record steps aside so that the other person can have their own (C03). Two records of one
 * person are never merged: each holds its own numbered movements, and a second record would have
 * been a second vote; the second one is left through an exit.
 *
 * @throws MembershipError homonym_natural, homonym_marked, erased
 */
export async function markHomonym(distinction: Distinction): Promise<Member> {
  const { memberId, reason, actor, clock } = distinction
  return db.transaction(async (trx) => {
    const member = await lockedMember(trx, memberId)
    if (member.isErased) throw new MembershipError('erased', 'This record was erased')
    if (member.kind !== 'natural') {
      throw new MembershipError('homonym_natural', 'A SIREN belongs to one body alone')
    }
    if (member.personKey.includes(HOMONYM)) {
      throw new MembershipError('homonym_marked', 'This record is marked already')
    }
    await member.merge({ personKey: `${member.personKey}${HOMONYM}${member.id}` }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.mark_homonym',
      subject: { type: 'member', id: memberId },
      reason,
      clock,
    })
    return member
  })
}

const HOMONYM = '|homonym|'
