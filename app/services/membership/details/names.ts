import type { MemberKind } from '#models/membership/member'
import type { MemberDetails } from '#services/membership/details/write_details'
import { personKey } from '#services/membership/person_key'
import { isoDay } from '#values/day'

type Names = Pick<MemberDetails, 'givenName' | 'familyName' | 'legalName'>

const words = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' ').trim()

/** The name that lists and letters show. */
export function displayNameOf(details: Names): string {
  return details.legalName || words(details.givenName, details.familyName)
}

/** The same with the family name first, for the order of lists. */
export function sortNameOf(details: Names): string {
  return details.legalName || words(details.familyName, details.givenName)
}

/** What makes two records the same person (C03). */
export function personKeyOf(kind: MemberKind, details: MemberDetails): string {
  const birthDate = details.birthDate ? isoDay(details.birthDate) : null
  return personKey({ ...details, kind, birthDate })
}
