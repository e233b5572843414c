import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { MEMBER_KINDS } from '#models/membership/member'
import type { ApplicationForm } from '#services/membership/create_application'
import {
  country,
  day,
  email,
  iban,
  isoDay,
  line,
  lines,
  personName,
  phone,
  postcode,
  siren,
  siret,
  whole,
} from '#validators/membership/rules'

const ORGANISATIONS = ['legal', 'public_body']

/** What the form to join asks; what the statutes say of it is for the service. */
export const joinValidator = vine.create({
  kind: vine.enum(MEMBER_KINDS as readonly ('natural' | 'legal' | 'public_body')[]),
  category: line(60).minLength(1),
  shares: whole(1, 1_000_000),
  payment: vine.enum(['full', 'part'] as const),
  given_name: personName().optional().requiredWhen('kind', '=', 'natural'),
  family_name: personName().optional().requiredWhen('kind', '=', 'natural'),
  birth_date: day().optional().requiredWhen('kind', '=', 'natural'),
  birth_place: line(120).optional(),
  nationality: country().optional(),
  legal_name: personName(200).optional().requiredWhen('kind', 'in', ORGANISATIONS),
  legal_form: line(80).optional().requiredWhen('kind', '=', 'legal'),
  siren: siren().optional(),
  siret: siret().optional(),
  representative_name: personName().optional().requiredWhen('kind', 'in', ORGANISATIONS),
  representative_capacity: line(80).optional().requiredWhen('kind', 'in', ORGANISATIONS),
  email: email(),
  phone: phone().optional(),
  street: line(200).minLength(2),
  postcode: postcode(),
  city: personName(),
  country: country(),
  iban: iban().optional(),
  motivation: lines(2000).optional(),
  statutes: vine.string().uuid(),
  statutes_read: vine.accepted(),
  consent_email_notices: vine.boolean().optional(),
  consent_newsletter: vine.boolean().optional(),
  /** An own unsigned application that this one takes the place of. */
  replaces: vine.string().uuid().optional(),
})

export const againValidator = vine.create({ again: vine.string().uuid().optional() })

/** The form without what belongs to another kind of applicant: nothing is kept that is not asked. */
export function applicationForm(typed: Infer<typeof joinValidator>): ApplicationForm {
  const isPerson = typed.kind === 'natural'
  return {
    kind: typed.kind,
    categoryCode: typed.category,
    shares: typed.shares,
    payment: typed.payment,
    givenName: isPerson ? typed.given_name : null,
    familyName: isPerson ? typed.family_name : null,
    birthDate: isPerson && typed.birth_date ? isoDay(typed.birth_date) : null,
    birthPlace: isPerson ? typed.birth_place : null,
    nationality: isPerson ? typed.nationality : null,
    legalName: isPerson ? null : typed.legal_name,
    legalForm: isPerson ? null : typed.legal_form,
    siren: isPerson ? null : (typed.siren ?? typed.siret?.slice(0, 9)),
    siret: isPerson ? null : typed.siret,
    representativeName: typed.representative_name,
    representativeCapacity: typed.representative_capacity,
    email: typed.email,
    phone: typed.phone,
    street: typed.street,
    postcode: typed.postcode,
    city: typed.city,
    country: typed.country,
    iban: typed.iban,
    motivation: typed.motivation,
    statuteProfileId: typed.statutes,
    consentEmailNotices: typed.consent_email_notices ?? false,
    consentNewsletter: typed.consent_newsletter ?? false,
  }
}
