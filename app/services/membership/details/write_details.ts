import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Member from '#models/membership/member'
import MemberDetail from '#models/membership/member_detail'
import { displayNameOf, sortNameOf } from '#services/membership/details/names'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { dayOf, type Day } from '#values/day'
import { newId } from '#values/id'

/** What is known of a member at one time; a natural person has names, the others a legal name. */
export type MemberDetails = {
  givenName?: string | null
  familyName?: string | null
  birthDate?: Day | null
  birthPlace?: string | null
  nationality?: string | null
  legalName?: string | null
  legalForm?: string | null
  siren?: string | null
  siret?: string | null
  representativeName?: string | null
  representativeCapacity?: string | null
  email: string
  phone?: string | null
  street: string
  postcode: string
  city: string
  country?: string
  iban?: string | null
}

export type DetailsVersion = {
  details: MemberDetails
  validFrom: Day
  reason?: string | null
  actor: Actor
  clock: Clock
}

/**
 * Adds a version of a member's details and shows it in the member's own row. The caller holds the
 * member's row locked, so that versions follow one another.
 */
export async function writeDetails(
  trx: TransactionClientContract,
  member: Member,
  { details, validFrom, reason, actor, clock }: DetailsVersion
): Promise<MemberDetail> {
  const { rows } = await trx.rawQuery(
    'SELECT coalesce(max(version), 0) + 1 AS version FROM member_details WHERE member_id = ?',
    [member.id]
  )
  const email = details.email.trim().toLowerCase()
  const written = await MemberDetail.create(
    {
      ...details,
      id: newId(),
      memberId: member.id,
      version: rows[0].version,
      validFrom: dayOf(validFrom),
      birthDate: details.birthDate ? dayOf(details.birthDate) : null,
      country: details.country ?? 'FR',
      email,
      recordedAt: clock.now(),
      recordedByLabel: actorLabel(actor),
      reason: reason ?? null,
    },
    { client: trx }
  )
  member.merge({
    displayName: displayNameOf(details),
    sortName: sortNameOf(details),
    email,
    city: details.city,
  })
  await member.useTransaction(trx).save()
  return written
}
