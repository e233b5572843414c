import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member from '#models/membership/member'
import MemberDetail from '#models/membership/member_detail'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { changedFields, mergedDetails } from '#services/membership/details/merge_details'
import { personKeyOf } from '#services/membership/details/names'
import { writeDetails, type MemberDetails } from '#services/membership/details/write_details'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** What a member corrects alone; the rest is who they are, and the office asks for a reason. */
const OWN_FIELDS: readonly string[] = [
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'iban',
]

type Change = {
  memberId: string
  changes: Partial<MemberDetails>
  /** Null when the member does it. */
  reason: string | null
  actor: Actor
  clock: Clock
}

export type DetailsChange = { version: MemberDetail; fields: string[]; previous: MemberDetail }

/**
 * Writes a new version of a member's details, from today on; the register of yesterday still shows
 * yesterday's. Null when nothing differs. The trail names the fields, never their content: what is
 * erased later must not live on there.
 *
 * @throws MembershipError erased, same_person
 */
export async function changeDetails(change: Change): Promise<DetailsChange | null> {
  const { memberId, changes, reason, actor, clock } = change
  return db.transaction(async (trx) => {
    const member = await lockedMember(trx, memberId)
    if (member.isErased) throw new MembershipError('erased', 'These details were erased')
    const previous = await newestDetails(trx, memberId)
    const details = mergedDetails(previous, changes)
    const fields = changedFields(previous, details)
    if (fields.length === 0) return null
    if (!reason && fields.some((field) => !OWN_FIELDS.includes(field))) {
      throw new Error(`A member does not correct ${fields.join(', ')} alone`)
    }
    await keepPerson(trx, member, mergedDetails(previous, {}), details)
    const today = isoDay(clock.now())
    const version = await writeDetails(trx, member, {
      details,
      validFrom: today,
      reason,
      actor,
      clock,
    })
    if (reason) {
      await recordAuditEvent(trx, {
        actor,
        action: 'membership.change_details',
        subject: { type: 'member', id: memberId },
        after: { fields },
        reason,
        clock,
      })
    }
    return { version, fields, previous }
  })
}

function newestDetails(trx: TransactionClientContract, memberId: string) {
  return MemberDetail.query({ client: trx })
    .where('memberId', memberId)
    .orderBy('version', 'desc')
    .firstOrFail()
}

/** C03: a corrected name must not turn two records into one person. */
async function keepPerson(
  trx: TransactionClientContract,
  member: Member,
  before: MemberDetails,
  after: MemberDetails
) {
  const key = personKeyOf(member.kind, after)
  if (key === personKeyOf(member.kind, before)) return
  const other = await Member.query({ client: trx })
    .where('personKey', key)
    .whereNot('id', member.id)
    .first()
  if (other) {
    const message = `This is member ${other.number ?? other.id} already`
    throw new MembershipError('same_person', message, { name: other.displayName })
  }
  member.personKey = key
}
