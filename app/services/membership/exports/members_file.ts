import { streamMembers, type MemberSort } from '#services/membership/queries/list_members'
import type { MemberSearch } from '#services/membership/queries/member_filter'
import type { MemberRow } from '#services/membership/queries/member_row'
import { collegeOf } from '#services/statutes/college_of'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { csvLine } from '#values/csv'

const COLUMNS = [
  'number',
  'name',
  'kind',
  'state',
  'category',
  'other_categories',
  'college',
  'admitted_on',
  'joined_on',
  'left_on',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'siren',
  'notices_by_email',
  'former_number',
] as const

type Wanted = { search: MemberSearch; sort: MemberSort; today: string }

/** The member list as CSV text, in pieces; codes are those of the statutes, days are ISO. */
export async function* membersAsCsv({ search, sort, today }: Wanted): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const { rows, settings } of streamMembers(search, sort, today)) {
    yield rows
      .map((row) => {
        const record = memberRecord(row, settings)
        return csvLine(COLUMNS.map((column) => flat(record[column])))
      })
      .join('')
  }
}

/** The same as one JSON array, in pieces. */
export async function* membersAsJson({ search, sort, today }: Wanted): AsyncGenerator<string> {
  yield '['
  let separator = ''
  for await (const { rows, settings } of streamMembers(search, sort, today)) {
    yield separator + rows.map((row) => JSON.stringify(memberRecord(row, settings))).join(',\n')
    separator = ',\n'
  }
  yield ']\n'
}

function flat(value: string | number | boolean | string[] | null) {
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'boolean' ? String(value) : value
}

function memberRecord(row: MemberRow, settings: StatuteSettings | null) {
  const place = settings ? collegeOf(row.codes, settings) : null
  const category = place?.category.code ?? null
  return {
    number: row.number,
    name: row.name,
    kind: row.kind,
    state: row.state,
    category,
    other_categories: row.codes.filter((code) => code !== category).sort(),
    college: place?.college?.code ?? null,
    admitted_on: row.admittedOn,
    joined_on: row.joinedOn,
    left_on: row.leftOn,
    email: row.email,
    phone: row.phone,
    street: row.street,
    postcode: row.postcode,
    city: row.city,
    country: row.country,
    siren: row.siren,
    notices_by_email: row.noticesByEmail,
    former_number: row.formerNumber,
  }
}
