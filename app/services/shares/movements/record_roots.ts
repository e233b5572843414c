import db from '@adonisjs/lucid/services/db'
import type { Clock } from '#values/clock'

/**
 * Keeps what the register of each day that is over came to: the number and hash of the last
 * movement recorded by its end, ready to be anchored. Days that are missing since the last one kept
 * are added; a day that is kept never changes.
 *
 * @returns how many days were added
 */
export async function recordRoots(clock: Clock): Promise<number> {
  const { rowCount } = await db.rawQuery(
    `INSERT INTO register_roots (day, last_number, root, recorded_at)
     SELECT missing.day, last.number, last.hash, :now
       FROM (SELECT coalesce(
                (SELECT max(day) + 1 FROM register_roots),
                (SELECT (recorded_at AT TIME ZONE 'Europe/Paris')::date FROM share_movements
                  WHERE number = 1)) AS day) AS first
      CROSS JOIN LATERAL (
        SELECT first.day + n AS day FROM generate_series(0, :today::date - 1 - first.day) AS n) AS missing
      CROSS JOIN LATERAL (
        SELECT number, hash FROM share_movements
         WHERE recorded_at < (missing.day + 1)::timestamp AT TIME ZONE 'Europe/Paris'
         ORDER BY number DESC LIMIT 1) AS last
     ON CONFLICT (day) DO NOTHING`,
    { now: clock.now().toISO()!, today: clock.now().toISODate()! }
  )
  return rowCount
}
