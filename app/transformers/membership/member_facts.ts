import type { I18n } from '@adonisjs/i18n'
import type Member from '#models/membership/member'
import type { MemberRow } from '#services/membership/queries/member_row'
import { erasableFrom } from '#services/membership/members/erase_member'
import { collegeOf } from '#services/statutes/college_of'
import type { College, MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'
import { isoDay } from '#values/day'

type Labelled = Pick<MemberCategory | College, 'labelFr' | 'labelEn'>

/** The words of the statutes in the reader's language. */
export function labelOf(one: Labelled, { locale }: I18n): string {
  return locale === 'en' ? one.labelEn : one.labelFr
}

/** A category's name; its code when the statutes no longer know it. */
export function categoryLabel(code: string, settings: StatuteSettings | null, i18n: I18n): string {
  const category = settings?.categories.find((one) => one.code === code)
  return category ? labelOf(category, i18n) : code
}

/** A member's own row, as every page shows it. */
export function memberFacts(member: Member) {
  return {
    id: member.id,
    number: member.number,
    state: member.state,
    kind: member.kind,
    name: member.displayName,
    email: member.email,
    admittedOn: isoDay(member.admittedOn),
    joinedOn: member.joinedOn && isoDay(member.joinedOn),
    leftOn: member.leftOn && isoDay(member.leftOn),
    erasableFrom: erasableFrom(member),
    isErased: member.isErased,
  }
}

/** A line of the list: the category and the college that decide, in the reader's words. */
export function memberLine(row: MemberRow, settings: StatuteSettings | null, i18n: I18n) {
  const place = settings ? collegeOf(row.codes, settings) : null
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    kind: row.kind,
    state: row.state,
    city: row.city,
    email: row.email,
    joined: row.joinedOn,
    category: place ? labelOf(place.category, i18n) : row.codes.join(', '),
    college: place?.college ? labelOf(place.college, i18n) : '',
  }
}

/** Categories and colleges of a version of the statutes, to choose from. */
export function placesOf(settings: StatuteSettings | null, i18n: I18n) {
  const options = (list: (Labelled & { code: string })[]) =>
    list.map((one) => ({ value: one.code, label: labelOf(one, i18n) }))
  return {
    categories: options(settings?.categories ?? []),
    colleges: options(settings?.colleges ?? []),
  }
}
