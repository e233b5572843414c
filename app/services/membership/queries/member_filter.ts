import type { MemberKind } from '#models/membership/member'
import { PRESENT } from '#services/membership/queries/present_on'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { StatuteSettings } from '#services/statutes/statute_settings'

/** `present` is admitted or active: who a secretary looks for first. */
export const STATUS_FILTERS = ['present', 'active', 'admitted', 'left', 'lapsed', 'all'] as const

export type MemberSearch = {
  search?: string
  category?: string
  college?: string
  status?: (typeof STATUS_FILTERS)[number]
  kind?: MemberKind
  /** Days YYYY-MM-DD, both included. */
  joinedFrom?: string
  joinedTo?: string
  /** Who was a member on that day, with the categories and the name of then. */
  asOf?: string
}

export type MemberFilter = {
  where: string
  bindings: Record<string, unknown>
  /** Counting it reads more than an index: only so far. */
  isFine: boolean
  /** The list of a day, not of today's states. */
  isPast: boolean
  /** The day that categories and names are of. */
  day: string
  settings: StatuteSettings | null
}

const STATES: Record<string, string> = {
  present: `m.state IN ('admitted', 'active')`,
  active: `m.state = 'active'`,
  admitted: `m.state = 'admitted'`,
  left: `m.state = 'left'`,
  lapsed: `m.state = 'lapsed'`,
}

/** Name, e-mail and town, made plain when they were written; the index `members_search` reads it. */
export const SEARCHED = 'm.search_text'
const HELD = `c.member_id = m.id AND c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day)`

/** C03: of a member's categories the first in the statutes' order decides, and it is the college's. */
const IN_COLLEGE = `m.id IN (
  SELECT c.member_id FROM member_categories c
   WHERE c.category_code = ANY(:collegeCodes::text[])
     AND c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day)
     AND NOT EXISTS (
       SELECT 1 FROM member_categories o
        WHERE o.member_id = c.member_id AND o.category_code = ANY(:earlier::text[])
          AND o.valid_from <= :day AND (o.valid_to IS NULL OR o.valid_to > :day)
          AND array_position(:codes::text[], o.category_code)
            < array_position(:codes::text[], c.category_code)))`

/** The same, looked up for each of the few that words have found, in place of the whole college. */
const IS_IN_COLLEGE = `(SELECT min(array_position(:codes::text[], c.category_code))
   FROM member_categories c WHERE ${HELD}) = ANY(:places::int[])`

/** The conditions on `members m` that a search comes to; `today` is the day without `asOf`. */
export async function memberFilter(search: MemberSearch, today: string): Promise<MemberFilter> {
  const day = search.asOf ?? today
  const statutes = await statutesInForce(day)
  const settings = statutes?.settings ?? null
  const conditions = [presence(search)]
  const bindings: Record<string, unknown> = { day }
  const add = (condition: string, values: Record<string, unknown> = {}) => {
    conditions.push(condition)
    Object.assign(bindings, values)
  }
  if (search.kind) add('m.kind = :kind', { kind: search.kind })
  if (search.joinedFrom) add('m.joined_on >= :joinedFrom', { joinedFrom: search.joinedFrom })
  if (search.joinedTo) add('m.joined_on <= :joinedTo', { joinedTo: search.joinedTo })
  if (search.category) {
    const code = { category: search.category }
    add(
      `EXISTS (SELECT 1 FROM member_categories c WHERE ${HELD} AND c.category_code = :category)`,
      code
    )
  }
  if (search.college) {
    const codes = settings?.categories.map(({ code }) => code) ?? []
    const college = settings?.colleges.find(({ code }) => code === search.college)
    const collegeCodes = college?.categories ?? []
    if (search.search) {
      add(IS_IN_COLLEGE, { codes, places: collegeCodes.map((code) => codes.indexOf(code) + 1) })
    } else {
      const last = Math.max(...collegeCodes.map((code) => codes.indexOf(code)))
      const earlier = codes
        .slice(0, Math.max(last, 0))
        .filter((code) => !collegeCodes.includes(code))
      add(IN_COLLEGE, { codes, collegeCodes, earlier })
    }
  }
  if (search.search) addWords(search.search, add)
  const isFine = Boolean(search.search || search.category || search.college)
  const isPast = search.asOf !== undefined
  return { where: conditions.join(' AND '), bindings, isFine, isPast, day, settings }
}

function presence({ asOf, status }: MemberSearch): string {
  if (!asOf) return STATES[status ?? 'present'] ?? 'true'
  return status && status !== 'present' && STATES[status]
    ? `${PRESENT} AND ${STATES[status]}`
    : PRESENT
}

/**
 * A number is a member's number, or the one of the register that was taken over; words are looked
 * for in name, e-mail and town, one or two letters at the beginning of a word only.
 */
function addWords(text: string, add: (sql: string, values?: Record<string, unknown>) => void) {
  const number = /^(?:n\s*°?\s*)?([0-9]{1,9})$/i.exec(text.trim())?.[1]
  const given = { former: text.trim().toLowerCase() }
  const FORMER = 'lower(m.former_number) = :former'
  if (number) {
    return add(`(m.number = :number OR ${FORMER})`, { number: Number(number), ...given })
  }
  const words = text.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)
  if (words.length > 2) {
    const found = `${SEARCHED} LIKE '%' || plain_text(:words) || '%'`
    return add(`(${found} OR ${FORMER})`, { words, ...given })
  }
  // Joined to a space, the text is read for the few that the index of beginnings gave, not looked up.
  add(
    `word_starts(${SEARCHED}) @> ARRAY[left(plain_text(:letters), 2)]
       AND ' ' || ${SEARCHED} LIKE '% ' || plain_text(:words) || '%'`,
    { words, letters: text.trim() }
  )
}
