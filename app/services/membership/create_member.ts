import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member, { type MemberKind } from '#models/membership/member'
import MemberCategory from '#models/membership/member_category'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { displayNameOf, personKeyOf } from '#services/membership/details/names'
import { writeDetails, type MemberDetails } from '#services/membership/details/write_details'
import type { Clock } from '#values/clock'
import { dayOf, type Day } from '#values/day'
import { newId } from '#values/id'

export type NewMember = MemberDetails & {
  kind: MemberKind
  /** Codes of the statutes in force; the statutes' order decides the college (C03). */
  categoryCodes: string[]
  admittedOn: Day
  actor: Actor
  clock: Clock
  accountId?: string | null
  /** In the register that was taken over. */
  formerNumber?: string | null
  id?: string
}

/** The person already has a record (C03): nobody is a member twice. */
export class SamePersonError extends Error {
  constructor(
    readonly memberId: string,
    readonly number: number | null
  ) {
    super(`The person already is member ${number ?? memberId}`)
  }
}

/**
 * Writes the record of somebody who was admitted: details, categories, no number yet. Who left or
 * never joined is taken up again in their own record. An account that already is another member's
 * is left out: one account, one record.
 * @throws SamePersonError when the person is admitted or active already
 */
export async function createMember(
  trx: TransactionClientContract,
  given: NewMember
): Promise<Member> {
  const { kind, categoryCodes, admittedOn, actor, clock, accountId, id, formerNumber, ...details } =
    given
  const key = personKeyOf(kind, details)
  await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtext('members|person|' || ?))`, [key])
  const known = await Member.query({ client: trx }).where('personKey', key).forUpdate().first()
  if (known && ['admitted', 'active'].includes(known.state)) {
    throw new SamePersonError(known.id, known.number)
  }
  const member = known ?? new Member().useTransaction(trx).fill({ id: id ?? newId(), kind })
  member.merge({
    personKey: key,
    state: known?.state === 'left' ? 'left' : 'admitted',
    admittedOn: dayOf(admittedOn),
    accountId: (await freeAccount(trx, accountId)) ?? member.accountId ?? null,
    formerNumber: formerNumber ?? known?.formerNumber ?? null,
    displayName: displayNameOf(details),
    email: details.email.trim().toLowerCase(),
  })
  await member.useTransaction(trx).save()
  await writeDetails(trx, member, { details, validFrom: admittedOn, actor, clock })
  for (const code of new Set(categoryCodes)) {
    await openCategory(trx, { memberId: member.id, code, from: admittedOn, actor, clock })
  }
  return member
}

async function freeAccount(trx: TransactionClientContract, accountId?: string | null) {
  if (!accountId) return null
  const taken = await Member.query({ client: trx }).where('accountId', accountId).first()
  return taken ? null : accountId
}

async function openCategory(
  trx: TransactionClientContract,
  given: { memberId: string; code: string; from: Day; actor: Actor; clock: Clock }
) {
  const open = await MemberCategory.query({ client: trx })
    .where({ memberId: given.memberId, categoryCode: given.code })
    .whereNull('validTo')
    .first()
  if (open) return
  await MemberCategory.create(
    {
      id: newId(),
      memberId: given.memberId,
      categoryCode: given.code,
      validFrom: dayOf(given.from),
      recordedAt: given.clock.now(),
      recordedByLabel: actorLabel(given.actor),
    },
    { client: trx }
  )
}
