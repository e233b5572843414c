import vine from '@vinejs/vine'
import { stdnum } from 'stdnum'
import type { ImportField, ImportMapping } from '#services/shares/import/columns'
import { comparable } from '#services/shares/import/columns'
import * as values from '#services/shares/import/read_values'
import { personKey } from '#services/membership/person_key'
import type { MemberKind } from '#services/statutes/statute_settings'
import type { Result } from '#values/result'

/** What is wrong with a line; the words are `shares.import.errors.<key>`. */
export type LineError = {
  line: number
  field: ImportField | null
  key: string
  params?: Record<string, string | number>
}

/** A person as the file names them on their first line. */
export type ImportPerson = {
  kind: MemberKind
  givenName: string | null
  familyName: string | null
  birthDate: string | null
  legalName: string | null
  legalForm: string | null
  siren: string | null
  representativeName: string | null
  representativeCapacity: string | null
  email: string
  phone: string | null
  street: string
  postcode: string
  city: string
  country: string
  iban: string | null
  category: string
}

export type ImportLine = {
  line: number
  type: values.ImportType
  /** YYYY-MM-DD */
  on: string
  shares: number
  amountCents: bigint | null
  paidCents: bigint | null
  /** What the file calls the member: their number there, or their name and birth date or SIREN. */
  memberKey: string
  /** The number as the file writes it: people still quote it. */
  formerNumber: string | null
  toMember: string | null
  /** Null on a line that only names a number met before. */
  person: ImportPerson | null
}

const MAX_TEXT = 200

/** Reads one line; every error of it is found, not only the first. */
export function readLine(
  row: { line: number; cells: string[] },
  mapping: ImportMapping
): { line: ImportLine | null; errors: LineError[] } {
  const errors: LineError[] = []
  const text = (field: ImportField) => {
    const at = mapping[field]
    return at === undefined ? '' : (row.cells[at] ?? '').trim()
  }
  const fail = (field: ImportField, key: string) => {
    errors.push({ line: row.line, field, key, params: { value: text(field).slice(0, 60) } })
    return null
  }
  const read = <T>(field: ImportField, how: (cell: string) => Result<T, string>): T | null => {
    const outcome = how(text(field))
    return outcome.ok ? outcome.value : fail(field, outcome.error)
  }
  const asked = <T>(field: ImportField, how: (cell: string) => Result<T, string>) =>
    text(field) === '' ? fail(field, 'missing') : read(field, how)
  const maybe = <T>(field: ImportField, how: (cell: string) => Result<T, string>) =>
    text(field) === '' ? null : read(field, how)

  const type = text('type') === '' ? 'subscribe' : read('type', values.readType)
  const on = asked('date', values.readDay)
  const shares = asked('shares', values.readShares)
  const amountCents = maybe('amount', values.readCents)
  const paidCents = maybe('paid', values.readCents)
  const names = text('familyName') + text('legalName')
  const person = names === '' ? null : readPerson({ text, fail, maybe })
  if (names === '' && text('member') === '') fail('familyName', 'nobody')
  const toMember = text('toMember') || null
  if (type === 'transfer' && toMember === null) fail('toMember', 'missing')
  for (const field of Object.keys(mapping) as ImportField[]) {
    if (text(field).length > MAX_TEXT) fail(field, 'too_long')
  }
  if (errors.length > 0 || type === null || on === null || shares === null) {
    return { line: null, errors }
  }
  const memberKey = text('member') ? `n ${comparable(text('member'))}` : personKey(person!)
  return {
    line: {
      line: row.line,
      type,
      on,
      shares,
      amountCents,
      paidCents,
      memberKey,
      formerNumber: text('member') || null,
      toMember: toMember && `n ${comparable(toMember)}`,
      person,
    },
    errors,
  }
}

type Reader = {
  text: (field: ImportField) => string
  fail: (field: ImportField, key: string) => null
  maybe: <T>(field: ImportField, how: (cell: string) => Result<T, string>) => T | null
}

function readPerson({ text, fail, maybe }: Reader): ImportPerson {
  const kind = maybe('kind', values.readKind) ?? (text('legalName') ? 'legal' : 'natural')
  const natural = kind === 'natural'
  const legalName = text('legalName') || text('familyName')
  const needed: ImportField[] = natural
    ? ['givenName', 'familyName', 'birthDate', 'category']
    : ['category']
  for (const field of [...needed, 'street', 'postcode', 'city'] as ImportField[]) {
    if (text(field) === '') fail(field, 'missing')
  }
  const country = maybe('country', values.readCountry) ?? 'FR'
  const siren = text('siren').replace(/\s/g, '')
  if (!natural && !legalName) fail('legalName', 'missing')
  if (!natural && !siren && country === 'FR') fail('siren', 'missing')
  if (!natural && siren && !stdnum.FR.siren.validate(siren).isValid) fail('siren', 'not_a_siren')
  const email = text('email').toLowerCase()
  if (email && !vine.helpers.isEmail(email)) fail('email', 'not_an_email')
  const iban = text('iban').replace(/\s/g, '').toUpperCase()
  if (iban && !vine.helpers.isIBAN(iban)) fail('iban', 'not_an_iban')
  return {
    kind,
    givenName: natural ? text('givenName') : null,
    familyName: natural ? text('familyName') : null,
    birthDate: natural ? maybe('birthDate', values.readDay) : null,
    legalName: natural ? null : legalName,
    legalForm: natural ? null : text('legalForm') || null,
    siren: natural || !siren ? null : siren,
    representativeName: text('representativeName') || null,
    representativeCapacity: text('representativeCapacity') || null,
    email,
    phone: text('phone') || null,
    street: text('street'),
    postcode: text('postcode'),
    city: text('city'),
    country,
    iban: iban || null,
    category: text('category'),
  }
}
