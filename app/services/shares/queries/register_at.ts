import db from '@adonisjs/lucid/services/db'
import { isoDay, type Day } from '#values/day'

/** One member's line in the register of a day; amounts in cents. */
export type RegisterLine = {
  memberId: string
  /** Null for a member who was admitted and never joined. */
  number: number | null
  kind: 'natural' | 'legal' | 'public_body'
  /** Name and address as they were on that day. */
  name: string
  street: string
  postcode: string
  city: string
  country: string
  shares: number
  subscribedCents: bigint
  paidCents: bigint
  leavingShares: number
  leavingSubscribedCents: bigint
  leavingPaidCents: bigint
}

export type RegisterScope = {
  /** Only movements up to this number: what the register said when that was its last one. */
  upToNumber?: bigint
  /** Goes on after this line, in the order of member numbers. */
  after?: { number: number | null; memberId: string }
  limit?: number
}

/** Sorts members without a number last. */
const NO_NUMBER = 2_147_483_647

/**
 * The register of a day (C11), replayed from the movements in force by then, with the names and
 * addresses of that day. Named bindings: day, number, after_number, after_id, limit; for streaming.
 */
export const REGISTER_AT_SQL = `
  WITH sides AS (
    SELECT to_member_id AS member_id, to_pocket AS pocket, shares, shares * nominal_cents AS amount, paid_cents AS paid
      FROM share_movements WHERE effective_on <= :day AND number <= :number AND to_member_id IS NOT NULL
     UNION ALL
    SELECT from_member_id, from_pocket, -shares, -shares * nominal_cents, -paid_cents
      FROM share_movements WHERE effective_on <= :day AND number <= :number AND from_member_id IS NOT NULL
  ), pockets AS (
    SELECT member_id,
           coalesce(sum(shares) FILTER (WHERE pocket = 'held'), 0)::int AS shares,
           coalesce(sum(amount) FILTER (WHERE pocket = 'held'), 0)::bigint AS subscribed_cents,
           coalesce(sum(paid) FILTER (WHERE pocket = 'held'), 0)::bigint AS paid_cents,
           coalesce(sum(shares) FILTER (WHERE pocket = 'leaving'), 0)::int AS leaving_shares,
           coalesce(sum(amount) FILTER (WHERE pocket = 'leaving'), 0)::bigint AS leaving_subscribed_cents,
           coalesce(sum(paid) FILTER (WHERE pocket = 'leaving'), 0)::bigint AS leaving_paid_cents
      FROM sides GROUP BY member_id
  )
  SELECT p.*, m.number, m.kind,
         coalesce(d.legal_name, nullif(concat_ws(' ', d.given_name, d.family_name), ''), m.display_name) AS name,
         coalesce(d.street, '') AS street, coalesce(d.postcode, '') AS postcode,
         coalesce(d.city, '') AS city, coalesce(d.country, 'FR') AS country
    FROM pockets p JOIN members m ON m.id = p.member_id
    LEFT JOIN LATERAL (
      SELECT * FROM member_details d WHERE d.member_id = m.id
       ORDER BY d.valid_from <= :day DESC,
                CASE WHEN d.valid_from <= :day THEN d.version ELSE -d.version END DESC LIMIT 1) d ON true
   WHERE (p.shares <> 0 OR p.leaving_shares <> 0)
     AND (coalesce(m.number, ${NO_NUMBER}), m.id) > (:after_number::int, :after_id::uuid)
   ORDER BY coalesce(m.number, ${NO_NUMBER}), m.id
   LIMIT :limit`

/** The values that `REGISTER_AT_SQL` asks for. */
export function registerAtBindings(day: Day, { upToNumber, after, limit }: RegisterScope = {}) {
  return {
    day: isoDay(day),
    number: String(upToNumber ?? 9_223_372_036_854_775_807n),
    after_number: after ? (after.number ?? NO_NUMBER) : 0,
    after_id: after?.memberId ?? '00000000-0000-0000-0000-000000000000',
    limit: limit ?? NO_NUMBER,
  }
}

/** Who held how many shares on a day. */
export async function registerAt(day: Day, scope: RegisterScope = {}): Promise<RegisterLine[]> {
  const { rows } = await db.rawQuery(REGISTER_AT_SQL, registerAtBindings(day, scope))
  return rows.map(registerLine)
}

/** A row of `REGISTER_AT_SQL`, as any driver gives it. */
export function registerLine(row: Record<string, any>): RegisterLine {
  return {
    memberId: row.member_id,
    number: row.number,
    kind: row.kind,
    name: row.name,
    street: row.street,
    postcode: row.postcode,
    city: row.city,
    country: row.country,
    shares: row.shares,
    subscribedCents: BigInt(row.subscribed_cents),
    paidCents: BigInt(row.paid_cents),
    leavingShares: row.leaving_shares,
    leavingSubscribedCents: BigInt(row.leaving_subscribed_cents),
    leavingPaidCents: BigInt(row.leaving_paid_cents),
  }
}
