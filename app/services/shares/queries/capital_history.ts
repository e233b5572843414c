import db from '@adonisjs/lucid/services/db'

/** The capital at the end of a month in which it moved; amounts in cents as decimal strings. */
export type CapitalPoint = {
  /** YYYY-MM */
  month: string
  subscribedCents: string
  paidCents: string
  publicCents: string
  floorCents: string
}

let kept: { upTo: string; points: CapitalPoint[] } | undefined

/**
 * The capital month by month, from the movements (C09, C10). Movements never change: what was
 * computed up to a number stays true until the next one, and the story is told once for all readers.
 */
export async function capitalHistory(): Promise<CapitalPoint[]> {
  const { rows } = await db.rawQuery(
    `SELECT last_number || '|' || encode(last_hash, 'hex') || '|' ||
            (SELECT coalesce(max(version), 0) FROM statute_profiles) AS up_to FROM capital_totals`
  )
  const upTo = rows[0].up_to as string
  if (kept?.upTo !== upTo) kept = { upTo, points: await tell() }
  return kept.points
}

async function tell(): Promise<CapitalPoint[]> {
  const { rows } = await db.rawQuery(
    `WITH signed AS (
       SELECT m.number, m.effective_on, m.paid_cents, m.shares * m.nominal_cents AS amount,
              m.type <> 'correct' AND NOT EXISTS (
                SELECT 1 FROM share_movements c WHERE c.corrects = m.number) AS stands,
              CASE WHEN m.from_member_id IS NULL THEN 1 WHEN m.to_member_id IS NULL THEN -1 ELSE 0 END AS sign,
              (coalesce(t.kind = 'public_body', false)::int - coalesce(f.kind = 'public_body', false)::int) AS public_sign
         FROM share_movements m
         LEFT JOIN members f ON f.id = m.from_member_id LEFT JOIN members t ON t.id = m.to_member_id
     ), story AS (
       SELECT effective_on, number,
              sum(sign * amount) OVER told AS subscribed, sum(sign * paid_cents) OVER told AS paid,
              sum(public_sign * amount) OVER told AS public,
              sum(sign * amount) FILTER (WHERE stands) OVER told AS stood
         FROM signed WINDOW told AS (ORDER BY effective_on, number)
     ), months AS (
       SELECT DISTINCT ON (to_char(effective_on, 'YYYY-MM'))
              to_char(effective_on, 'YYYY-MM') AS month, effective_on, subscribed, paid, public,
              max(stood) OVER (ORDER BY effective_on, number) AS peak
         FROM story ORDER BY to_char(effective_on, 'YYYY-MM'), effective_on DESC, number DESC
     )
     SELECT month, subscribed::text, paid::text, public::text,
            coalesce(capital_floor_cents(coalesce(peak, 0)::bigint, effective_on), 0)::text AS floor
       FROM months ORDER BY month`
  )
  return rows.map((row: Record<string, string>) => ({
    month: row.month,
    subscribedCents: row.subscribed,
    paidCents: row.paid,
    publicCents: row.public,
    floorCents: row.floor,
  }))
}
