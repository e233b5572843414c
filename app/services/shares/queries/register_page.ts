import db from '@adonisjs/lucid/services/db'
import type { MemberKind } from '#models/membership/member'
import { DETAILS_OF_THE_DAY } from '#services/membership/queries/member_row'
import { keptCount } from '#services/shares/queries/kept_counts'

/** A column's name, with a minus for descending. */
export const REGISTER_SORTS = ['number', '-number', 'name', '-name', 'shares', '-shares'] as const

export type RegisterFilter = {
  /** The register as it stood at the end of this day (YYYY-MM-DD); today without it. */
  day?: string
  /** Part of a name, borne now or before, an address or a town of today; or a member's number. */
  search?: string
  sort?: (typeof REGISTER_SORTS)[number]
  page?: number
}

/** A holder with what is in both pockets; amounts in cents as decimal strings. */
export type RegisterLine = {
  id: string
  number: number
  name: string
  kind: MemberKind
  city: string
  joinedOn: string
  shares: number
  subscribedCents: string
  paidCents: string
  /** Shares of an exit that wait to be repaid: still capital, no longer a vote (C12, C16). */
  leavingShares: number
  leavingCents: string
}

export const REGISTER_PER_PAGE = 50

/** What a movement adds to a member's pockets; `m` is the movement, `h` the member asked for. */
const POCKETS = `
  coalesce(sum(CASE WHEN m.to_pocket = 'held' AND m.to_member_id = x.id THEN m.shares ELSE 0 END
             - CASE WHEN m.from_pocket = 'held' AND m.from_member_id = x.id THEN m.shares ELSE 0 END), 0)::int AS shares,
  coalesce(sum(CASE WHEN m.to_pocket = 'held' AND m.to_member_id = x.id THEN m.shares * m.nominal_cents ELSE 0 END
             - CASE WHEN m.from_pocket = 'held' AND m.from_member_id = x.id THEN m.shares * m.nominal_cents ELSE 0 END), 0) AS subscribed_cents,
  coalesce(sum(CASE WHEN m.to_pocket = 'held' AND m.to_member_id = x.id THEN m.paid_cents ELSE 0 END
             - CASE WHEN m.from_pocket = 'held' AND m.from_member_id = x.id THEN m.paid_cents ELSE 0 END), 0) AS paid_cents,
  coalesce(sum(CASE WHEN m.to_pocket = 'leaving' AND m.to_member_id = x.id THEN m.shares ELSE 0 END
             - CASE WHEN m.from_pocket = 'leaving' AND m.from_member_id = x.id THEN m.shares ELSE 0 END), 0)::int AS leaving_shares,
  coalesce(sum(CASE WHEN m.to_pocket = 'leaving' AND m.to_member_id = x.id THEN m.shares * m.nominal_cents ELSE 0 END
             - CASE WHEN m.from_pocket = 'leaving' AND m.from_member_id = x.id THEN m.shares * m.nominal_cents ELSE 0 END), 0) AS leaving_cents`

/** The pockets of member `x` replayed up to a day, from the movements alone. */
const POCKETS_ON = `
  SELECT ${POCKETS} FROM (
    SELECT * FROM share_movements WHERE to_member_id = x.id AND effective_on <= :day
    UNION
    SELECT * FROM share_movements WHERE from_member_id = x.id AND effective_on <= :day
  ) m`

const POCKETS_NOW = `
  SELECT member_id, shares, subscribed_cents, paid_cents, leaving_shares,
         leaving_subscribed_cents AS leaving_cents
    FROM share_holdings`

/** As in the index members_by_name. */
const NAME = `coalesce(nullif(x.sort_name, ''), x.display_name)`
const ORDERS = {
  'number': 'x.number ASC',
  '-number': 'x.number DESC',
  'name': 'x.sort_name ASC, x.number',
  '-name': `${NAME} DESC, x.id`,
  'shares': 'p.shares ASC, x.number',
  '-shares': 'p.shares DESC, x.number',
}

/** One page of the register: who held what at the end of a day. */
export async function registerPage(filter: RegisterFilter) {
  const { from, where, bindings } = partsOf(filter)
  const page = filter.page ?? 1
  const offset = (page - 1) * REGISTER_PER_PAGE
  const [{ rows: found }, total] = await Promise.all([
    db.rawQuery(
      `SELECT x.id, x.number, x.display_name, x.kind, x.city, x.joined_on::text AS joined_on, p.*
         ${from} WHERE ${where} ORDER BY ${ORDERS[filter.sort ?? 'number']}
        LIMIT ${REGISTER_PER_PAGE} OFFSET ${offset}`,
      bindings
    ),
    countLines(filter),
  ])
  const lines = (found as Record<string, any>[]).map(lineOf)
  return {
    lines: filter.day ? await asOfThen(lines, filter.day) : lines,
    paging: { page, perPage: REGISTER_PER_PAGE, total },
  }
}

/** A past day's page shows the names and towns of that day, as its files do. */
async function asOfThen(lines: RegisterLine[], day: string): Promise<RegisterLine[]> {
  const { rows } = await db.rawQuery(
    `SELECT m.id, coalesce(d.city, m.city) AS city,
            coalesce(d.legal_name, nullif(concat_ws(' ', d.given_name, d.family_name), ''), m.display_name) AS name
       FROM members m ${DETAILS_OF_THE_DAY} WHERE m.id = ANY(:ids::uuid[])`,
    { day, ids: lines.map(({ id }) => id) }
  )
  const then = new Map(rows.map((row: { id: string; name: string; city: string }) => [row.id, row]))
  return lines.map((line) => ({ ...line, ...(then.get(line.id) as object) }))
}

/** How many hold something: from the holdings, or by replaying a past day once. */
async function countLines(filter: RegisterFilter): Promise<number> {
  const { from, where, bindings } = partsOf(filter)
  const count = async (sql: string, values = {}): Promise<number> => {
    const { rows } = await db.rawQuery(`SELECT count(*)::int AS total ${sql}`, values)
    return rows[0].total
  }
  if (filter.search) return count(`${from} WHERE ${where}`, bindings)
  const { day } = filter
  if (!day) {
    const held = 'FROM share_holdings WHERE shares > 0 OR leaving_shares > 0'
    return keptCount('holders', () => count(held))
  }
  const replayed = `FROM (SELECT member_id FROM (
      SELECT to_member_id AS member_id, shares FROM share_movements
       WHERE effective_on <= :day AND to_member_id IS NOT NULL
       UNION ALL
      SELECT from_member_id, -shares FROM share_movements
       WHERE effective_on <= :day AND from_member_id IS NOT NULL) m
     GROUP BY member_id HAVING sum(shares) > 0) h`
  return keptCount(`holders|${day}`, () => count(replayed, { day }))
}

function partsOf({ day, search }: RegisterFilter) {
  const conditions = ['x.number IS NOT NULL', '(p.shares > 0 OR p.leaving_shares > 0)']
  const bindings: Record<string, string> = {}
  if (day) {
    conditions.push('x.joined_on <= :day')
    bindings.day = day
  }
  if (search) {
    conditions.push(
      /^[0-9]{1,9}$/.test(search)
        ? 'x.number = :search::int'
        : `x.search_text LIKE '%' || plain_text(:search) || '%'`
    )
    bindings.search = search.replace(/[\\%_]/g, '\\$&')
  }
  const pockets = day
    ? `JOIN LATERAL (${POCKETS_ON}) p ON true`
    : `JOIN (${POCKETS_NOW}) p ON p.member_id = x.id`
  return { from: `FROM members x ${pockets}`, where: conditions.join(' AND '), bindings }
}

function lineOf(row: Record<string, any>): RegisterLine {
  return {
    id: row.id,
    number: row.number,
    name: row.display_name,
    kind: row.kind,
    city: row.city,
    joinedOn: row.joined_on,
    shares: row.shares,
    subscribedCents: String(row.subscribed_cents),
    paidCents: String(row.paid_cents),
    leavingShares: row.leaving_shares,
    leavingCents: String(row.leaving_cents),
  }
}
