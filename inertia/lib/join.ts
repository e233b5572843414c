import type { InertiaForm } from '@inertiajs/vue3'

export type MemberKind = 'natural' | 'legal' | 'public_body'
export const MEMBER_KINDS: MemberKind[] = ['natural', 'legal', 'public_body']

export type JoinCategory = {
  code: string
  label: string
  quality: string
  kinds: MemberKind[]
  minShares: number
  /** Papers that are needed, by name. */
  documents: string[]
}

export type JoinTerms = {
  statutes: { id: string; version: number; label: string; effectiveOn: string }
  cooperative: string
  legalForm: string
  nominalCents: string
  /** Basis points of the amount that are paid on admission. */
  paidUpBp: number
  paidUpMonths: number
  decides: string
  withinDays: number
  categories: JoinCategory[]
  countries: { code: string; name: string }[]
}

export type JoinFields = {
  kind: MemberKind
  category: string
  shares: number
  payment: 'full' | 'part'
  given_name: string
  family_name: string
  birth_date: string
  birth_place: string
  nationality: string
  legal_name: string
  legal_form: string
  siren: string
  siret: string
  representative_name: string
  representative_capacity: string
  email: string
  phone: string
  street: string
  postcode: string
  city: string
  country: string
  iban: string
  motivation: string
  statutes: string
  statutes_read: boolean
  consent_email_notices: boolean
  consent_newsletter: boolean
  replaces: string
}

export type JoinForm = InertiaForm<JoinFields>

/** The form as it begins: nothing chosen for the reader that the reader has not said elsewhere. */
export function joinFields(terms: JoinTerms, typed: Partial<JoinFields>): JoinFields {
  return {
    ...{ kind: 'natural', category: '', shares: 1, payment: 'full' },
    ...{ given_name: '', family_name: '', birth_date: '', birth_place: '', nationality: '' },
    ...{ legal_name: '', legal_form: '', siren: '', siret: '' },
    ...{ representative_name: '', representative_capacity: '' },
    ...{ email: '', phone: '', street: '', postcode: '', city: '', country: 'FR' },
    ...{ iban: '', motivation: '', replaces: '' },
    ...{ consent_email_notices: false, consent_newsletter: false },
    ...typed,
    statutes: terms.statutes.id,
    statutes_read: false,
  }
}

export function amountCents(shares: number, terms: JoinTerms): string {
  const whole = Number.isSafeInteger(shares) && shares > 0 ? shares : 0
  return String(BigInt(whole) * BigInt(terms.nominalCents))
}

/** The least that is paid on admission: the statutes' part, rounded up to the cent (C08). */
export function partCents(amount: string, { paidUpBp }: JoinTerms): string {
  return String((BigInt(amount) * BigInt(paidUpBp) + 9_999n) / 10_000n)
}

/** True when a parent signs too; a date that is not one says nothing. */
export function isMinor(birthDate: string, today: Date): boolean {
  const [year, month, day] = birthDate.split('-').map(Number)
  if (!day) return false
  return new Date(year + 18, month - 1, day) > today
}
