import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Member from '#models/membership/member'
import membershipConfig from '#config/membership'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { EMPTIED_APPLICATION } from '#services/membership/applications/erase_applications'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'

type Erasure = { memberId: string; reason: string; actor: Actor; clock: Clock }
type ErasureStep = (
  trx: TransactionClientContract,
  erased: { memberId: string; at: Date }
) => Promise<void>

const steps = new Map<string, ErasureStep>()

/** Another part of the house empties what it keeps of the person; it throws its own refusal. */
export function registerErasureStep(name: string, step: ErasureStep) {
  steps.set(name, step)
}

/** The first day on which a former member's person may be erased, YYYY-MM-DD; null before leaving. */
export function erasableFrom(member: Pick<Member, 'state' | 'leftOn'>): string | null {
  if (member.state !== 'left' || !member.leftOn) return null
  return isoDay(dayOf(member.leftOn).plus({ years: membershipConfig.retentionYears }))
}

/**
 * Empties what says who a former member was, once the law no longer asks for it: names, addresses,
 * accounts. The number, the categories and the share movements stay, under « n° 12 », so that the
 * register still adds up (C17: not before the years in which they answer for losses). Other domains
 * refuse first, then empty their own.
 *
 * @throws MembershipError not_left, kept_until, erased
 */
export async function eraseMember({ memberId, reason, actor, clock }: Erasure): Promise<Member> {
  return db.transaction(async (trx) => {
    const member = await lockedMember(trx, memberId)
    refuse(member, isoDay(clock.now()))
    const at = clock.now().toJSDate()
    for (const step of steps.values()) await step(trx, { memberId, at })
    await member
      .merge({
        displayName: `n° ${member.number}`,
        sortName: '',
        email: '',
        city: '',
        personKey: `erased|${member.id}`,
        accountId: null,
        formerNumber: null,
        erasedAt: clock.now(),
      })
      .save()
    await trx.rawQuery(EMPTY_DETAILS, { memberId, at })
    await trx.rawQuery(EMPTY_APPLICATIONS, { memberId, at })
    await trx.rawQuery(EMPTY_NAMES_IN_EXITS, { memberId })
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.erase_member',
      subject: { type: 'member', id: memberId },
      after: { number: member.number },
      reason,
      clock,
    })
    return member
  })
}

function refuse(member: Member, today: string) {
  if (member.isErased) throw new MembershipError('erased', 'These details were erased already')
  const from = erasableFrom(member)
  if (!from) throw new MembershipError('not_left', 'Only a former member is erased')
  if (today < from) {
    throw new MembershipError('kept_until', `The law keeps this until ${from}`, { day: from })
  }
}

const EMPTY_DETAILS = `UPDATE member_details SET
    given_name = NULL, family_name = NULL, birth_date = NULL, birth_place = NULL,
    nationality = NULL, legal_name = NULL, legal_form = NULL, siren = NULL, siret = NULL,
    representative_name = NULL, representative_capacity = NULL, email = '', phone = NULL,
    street = '', postcode = '', city = '', iban = NULL, recorded_by_label = '', reason = NULL,
    erased_at = :at
  WHERE member_id = :memberId AND erased_at IS NULL`

const EMPTY_APPLICATIONS = `UPDATE applications SET ${EMPTIED_APPLICATION}
  WHERE member_id = :memberId AND erased_at IS NULL`

const EMPTY_NAMES_IN_EXITS = `UPDATE exits SET requested_by_label = '', reason = NULL
  WHERE member_id = :memberId`
