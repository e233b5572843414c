import db from '@adonisjs/lucid/services/db'
import type { Period } from '#values/period'

/** What a subscriber's settled contributions of a month sum to, in cents, as decimal text. */
export async function settledGrossCents(subscriberId: string, period: Period): Promise<string> {
  const { rows } = await db.rawQuery(
    `SELECT coalesce(sum(gross_cents), 0)::text AS gross FROM payments
      WHERE subscriber_id = ? AND settled_period = ? AND state = 'settled'`,
    [subscriberId, period]
  )
  return rows[0].gross
}
