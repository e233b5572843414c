import type MemberDetail from '#models/membership/member_detail'
import type { MemberDetails } from '#services/membership/details/write_details'
import { isoDay } from '#values/day'

export const DETAIL_FIELDS = [
  'givenName',
  'familyName',
  'birthDate',
  'birthPlace',
  'nationality',
  'legalName',
  'legalForm',
  'siren',
  'siret',
  'representativeName',
  'representativeCapacity',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'iban',
] as const satisfies readonly (keyof MemberDetails)[]

type Plain = Record<(typeof DETAIL_FIELDS)[number], string | null>

/** A version as text: days as `YYYY-MM-DD`, nothing as null. */
export function plainDetails(version: MemberDetail | MemberDetails): Plain {
  const text = (field: (typeof DETAIL_FIELDS)[number]) => {
    const value = version[field]
    if (value === null || value === undefined || value === '') return null
    return field === 'birthDate' ? isoDay(value) : String(value)
  }
  return Object.fromEntries(DETAIL_FIELDS.map((field) => [field, text(field)])) as Plain
}

/** The version with some fields changed; a field that is not named stays. */
export function mergedDetails(
  version: MemberDetail,
  changes: Partial<MemberDetails>
): MemberDetails {
  const named = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined)
  )
  const merged = { ...plainDetails(version), ...named }
  return {
    ...merged,
    email: String(merged.email ?? '')
      .trim()
      .toLowerCase(),
    street: merged.street ?? '',
    postcode: merged.postcode ?? '',
    city: merged.city ?? '',
    country: merged.country ?? 'FR',
  }
}

/** Names of the fields whose content differs. */
export function changedFields(version: MemberDetail, details: MemberDetails): string[] {
  const before = plainDetails(version)
  const after = plainDetails(details)
  return DETAIL_FIELDS.filter((field) => before[field] !== after[field])
}
