import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { CONSENT_KINDS, type ConsentKind } from '#models/membership/member_consent'
import { MEMBER_KINDS, type MemberKind } from '#models/membership/member'
import type { MemberDetails } from '#services/membership/details/write_details'
import { MEMBER_SORTS } from '#services/membership/queries/list_members'
import { STATUS_FILTERS, type MemberSearch } from '#services/membership/queries/member_filter'
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
} from '#validators/membership/rules'

const reason = () => lines(500).minLength(3)
const place = () =>
  vine
    .string()
    .regex(/^[\w-]{1,700}$/)
    .optional()
const kinds = MEMBER_KINDS as readonly [MemberKind, ...MemberKind[]]

const contact = {
  email: email(),
  phone: phone().optional(),
  street: line(200).minLength(2),
  postcode: postcode(),
  city: personName(),
  country: country(),
  iban: iban().optional(),
}

/** What a member corrects alone. */
export const ownDetailsValidator = vine.create(contact)

/** What the office corrects: all of it, with a reason. Who the person is depends on the kind. */
export const detailsValidator = vine.create({
  ...contact,
  given_name: personName().optional(),
  family_name: personName().optional(),
  birth_date: day().optional(),
  birth_place: line(120).optional(),
  nationality: country().optional(),
  legal_name: personName(200).optional(),
  legal_form: line(80).optional(),
  siren: siren().optional(),
  siret: siret().optional(),
  representative_name: personName().optional(),
  representative_capacity: line(80).optional(),
  reason: reason(),
})

export function ownDetails(typed: Infer<typeof ownDetailsValidator>): Partial<MemberDetails> {
  const { email: address, street, postcode: code, city, country: land } = typed
  const rest = { phone: typed.phone ?? null, iban: typed.iban ?? null }
  return { email: address, street, postcode: code, city, country: land, ...rest }
}

/** The names of a person, or of a body; what identifies them is corrected, never emptied. */
export function allDetails(
  typed: Infer<typeof detailsValidator>,
  kind: MemberKind
): Partial<MemberDetails> {
  const identity: Partial<MemberDetails> =
    kind === 'natural'
      ? {
          givenName: typed.given_name,
          familyName: typed.family_name,
          birthDate: typed.birth_date && isoDay(typed.birth_date),
          birthPlace: typed.birth_place ?? null,
          nationality: typed.nationality ?? null,
        }
      : {
          legalName: typed.legal_name,
          legalForm: typed.legal_form ?? null,
          siren: typed.siren,
          siret: typed.siret ?? null,
        }
  return {
    ...ownDetails(typed),
    ...identity,
    representativeName: typed.representative_name ?? null,
    representativeCapacity: typed.representative_capacity ?? null,
  }
}

export const consentValidator = vine.create({
  kind: vine.enum(CONSENT_KINDS as readonly [ConsentKind, ...ConsentKind[]]),
  given: vine.boolean(),
})

const search = {
  search: line(120).optional(),
  category: line(60).optional(),
  college: line(60).optional(),
  status: vine.enum(STATUS_FILTERS).optional(),
  kind: vine.enum(kinds).optional(),
  joined_from: day().optional(),
  joined_to: day().optional(),
  as_of: day().optional(),
  sort: vine.enum(MEMBER_SORTS).optional(),
}

export const memberSearchValidator = vine.create({ ...search, after: place(), before: place() })

export function memberSearch(asked: Infer<typeof memberSearchValidator>): MemberSearch {
  const { search: words, category, college, status, kind } = asked
  return {
    search: words,
    category,
    college,
    status,
    kind,
    joinedFrom: asked.joined_from && isoDay(asked.joined_from),
    joinedTo: asked.joined_to && isoDay(asked.joined_to),
    asOf: asked.as_of && isoDay(asked.as_of),
  }
}

export const categoryValidator = vine.create({
  category_code: line(60).minLength(1),
  reason: reason(),
})
export const categoryEndValidator = vine.create({ on: day(), reason: reason() })
export const reasonValidator = vine.create({ reason: reason() })
export const accountLinkValidator = vine.create({ email: email() })
export const employeesValidator = vine.create({
  employees: vine.number().withoutDecimals().range([0, 1_000_000]),
  counted_on: day(),
})

export const exitValidator = vine.create({
  kind: vine.enum(['withdrawal', 'reduction', 'death'] as const),
  shares: vine
    .number()
    .withoutDecimals()
    .range([1, 1_000_000])
    .optional()
    .requiredWhen('kind', '=', 'reduction'),
  happened_on: day().optional().requiredWhen('kind', '=', 'death'),
  reason: lines(500).optional(),
})

export const exclusionValidator = vine.create({ grounds: lines(5000).minLength(10) })
export const noticeValidator = vine.create({ notified_on: day(), proof: lines(500).minLength(3) })
export const hearingValidator = vine.create({
  hearing_on: day(),
  record: lines(20_000).minLength(10),
})
export const voteValidator = vine.create({
  reference: line(160).minLength(1),
  resolution_date: day(),
  yes: vine.number().withoutDecimals().range([0, 1_000_000_000]),
  no: vine.number().withoutDecimals().range([0, 1_000_000_000]),
})
