import db from '@adonisjs/lucid/services/db'
import membershipConfig from '#config/membership'
import { isId } from '#values/id'
import {
  memberFilter,
  type MemberFilter,
  type MemberSearch,
} from '#services/membership/queries/member_filter'
import {
  DETAILS_OF_THE_DAY,
  MEMBER_COLUMNS,
  type MemberRow,
} from '#services/membership/queries/member_row'

export const MEMBER_SORTS = ['number', '-number', 'name', '-name', 'joined', '-joined'] as const
export type MemberSort = (typeof MEMBER_SORTS)[number]

/** The expressions are those of the indexes members_by_…: a page is read from its place on. */
const ORDERS: Record<string, { key: string; type: string; form: RegExp }> = {
  number: { key: 'coalesce(m.number, 2147483647)', type: 'int', form: /^[0-9]{1,9}$|^2147483647$/ },
  name: {
    key: `coalesce(nullif(m.sort_name, ''), m.display_name)`,
    type: 'text',
    form: /^\P{Cc}{1,220}$/u,
  },
  joined: {
    key: `coalesce(m.joined_on, 'infinity')`,
    type: 'date',
    form: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^infinity$/,
  },
}

/** A place in a list: the row's key in the order, and its id. */
type Place = { key: string; id: string }
export type PageRequest = { sort?: MemberSort; after?: string; before?: string }

/**
 * One page of members. `after` and `before` are places that an earlier page gave: a list of a
 * hundred thousand is read from there, never counted through.
 */
export async function listMembers(search: MemberSearch, page: PageRequest, today: string) {
  const filter = await memberFilter(search, today)
  const total = await countMembers(filter)
  const size = membershipConfig.membersPerPage
  const rows = await readPlaces(filter, page, size + 1, total.isMore)
  const hasMore = rows.length > size
  const shown = rows.slice(0, size)
  if (page.before) shown.reverse()
  const [first, last] = [shown.at(0), shown.at(-1)]
  const isForward = !page.before
  return {
    rows: shown,
    total,
    settings: filter.settings,
    previous: first && (isForward ? Boolean(page.after) : hasMore) ? placeOf(first) : null,
    next: last && (isForward ? hasMore : true) ? placeOf(last) : null,
  }
}

/** All members of a search in order, in batches: a file never stands in memory whole. */
export async function* streamMembers(search: MemberSearch, sort: MemberSort, today: string) {
  const filter = await memberFilter(search, today)
  let after: string | undefined
  for (;;) {
    const rows = await readPlaces(filter, { sort, after }, membershipConfig.exportBatch, true)
    if (rows.length > 0) yield { rows, settings: filter.settings }
    if (rows.length < membershipConfig.exportBatch) return
    after = placeOf(rows.at(-1)!)
  }
}

async function countMembers({ where, bindings, isFine }: MemberFilter) {
  const bound = isFine ? `LIMIT ${membershipConfig.countedMembers + 1}` : ''
  const { rows } = await db.rawQuery(
    `SELECT count(*)::int AS total FROM (SELECT 1 FROM members m WHERE ${where} ${bound}) AS found`,
    bindings
  )
  const total: number = rows[0].total
  const isMore = isFine && total > membershipConfig.countedMembers
  return { count: isMore ? membershipConfig.countedMembers : total, isMore }
}

/**
 * Few matches are found first and sorted then; many are met soon on the way along the order's
 * index. The database cannot tell which of both a word of a search is.
 */
async function readPlaces(
  filter: MemberFilter,
  { sort = 'number', after, before }: PageRequest,
  limit: number,
  isCommon: boolean
): Promise<(MemberRow & { place: string })[]> {
  const { key, type, form } = ORDERS[sort.replace('-', '')]
  const isDescending = sort.startsWith('-') !== Boolean(before)
  const direction = isDescending ? 'DESC' : 'ASC'
  const place = readPlace(form, after ?? before)
  const from = place
    ? `(${key}, m.id) ${isDescending ? '<' : '>'} (:placeKey::${type}, :placeId)`
    : 'true'
  const found = filter.isFine && !isCommon
  const members = found
    ? `(SELECT m.* FROM members m WHERE ${filter.where} OFFSET 0) AS m`
    : 'members m'
  const { rows } = await db.rawQuery(
    `SELECT ${MEMBER_COLUMNS} FROM (
       SELECT m.*, (${key})::text AS place FROM ${members}
        WHERE ${found ? 'true' : filter.where} AND ${from}
        ORDER BY ${key} ${direction}, m.id ${direction} LIMIT ${limit}) AS m ${DETAILS_OF_THE_DAY}
      ORDER BY ${key} ${direction}, m.id ${direction}`,
    { ...filter.bindings, placeKey: place?.key ?? null, placeId: place?.id ?? null }
  )
  return filter.isPast ? rows.map(asOfThen) : rows
}

/** On a past day everybody in the list was a member; that they left since is no part of it. */
function asOfThen<Row extends MemberRow>(row: Row): Row {
  return { ...row, state: 'active', leftOn: null }
}

function placeOf(row: { place: string; id: string }): string {
  return Buffer.from(JSON.stringify([row.place, row.id])).toString('base64url')
}

/** A place that was tampered with is the beginning. */
function readPlace(form: RegExp, text?: string): Place | null {
  if (!text) return null
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString())
    return form.test(key) && isId(id) ? { key, id } : null
  } catch {
    return null
  }
}
