/** What the pages of a member receive; days are `YYYY-MM-DD`, instants ISO 8601 text. */
export type MemberFacts = {
  id: string
  number: number | null
  state: 'admitted' | 'active' | 'left' | 'lapsed'
  kind: 'natural' | 'legal' | 'public_body'
  name: string
  email: string
  admittedOn: string
  joinedOn: string | null
  leftOn: string | null
  erasableFrom: string | null
  isErased: boolean
}

export type MemberStanding = {
  category: string | null
  others: string[]
  college: { label: string; weightBp: number } | null
  mayVote: boolean
}

export type MemberConsent = {
  kind: 'email_notices' | 'newsletter'
  given: boolean
  at: string | null
  text: string
}

export type MemberExit = {
  id: string
  kind: 'withdrawal' | 'reduction' | 'exclusion' | 'death'
  state: 'announced' | 'effective' | 'cancelled'
  shares: number | null
  requestedAt: string
  effectiveOn: string
  reason: string | null
}

export type MemberApplication = {
  id: string
  reference: string
  signedAt: string
  documents: { id: string; fileName: string }[]
}

export type MemberExclusion = {
  id: string
  state: 'opened' | 'notified' | 'heard' | 'excluded' | 'rejected' | 'dropped'
  grounds: string
  openedOn: string
  notifiedOn: string | null
  noticeProof: string | null
  hearingOn: string | null
  hearingRecord: string | null
  earliestHearing: string | null
  resolutionReference: string | null
  resolutionDate: string | null
  yesVotes: number | null
  noVotes: number | null
  majority: { numerator: number; denominator: number } | null
  missing: string[]
  isRunning: boolean
}

export type MemberTimelineItem = {
  at: string
  key: string
  params: Record<string, string | number>
  href: string | null
  by: string | null
}

const PERSON = ['given_name', 'family_name', 'birth_date', 'birth_place', 'nationality']
const BODY = ['legal_name', 'legal_form', 'siren', 'siret']
const SIGNS = ['representative_name', 'representative_capacity']
const CONTACT = ['email', 'phone', 'street', 'postcode', 'city', 'country', 'iban']

/** The fields of a member's details that a kind has, in the order in which one reads them. */
export function detailFields(kind: MemberFacts['kind']): string[] {
  return [...(kind === 'natural' ? PERSON : BODY), ...SIGNS, ...CONTACT]
}

export const OWN_FIELDS = CONTACT
