import db from '@adonisjs/lucid/services/db'
import type { Clock } from '#values/clock'
import { periodOf, type Period } from '#values/period'

/** The earliest month, open or running, that no voted rule covers; null when each has one. */
export async function monthWithoutPolicy(clock: Clock): Promise<Period | null> {
  const { rows } = await db.rawQuery(
    `SELECT min(month.period) AS period
       FROM (SELECT period FROM periods WHERE state = 'open' UNION SELECT :running) AS month
      WHERE NOT EXISTS (SELECT 1 FROM policies p WHERE p.effective_period <= month.period)`,
    { running: periodOf(clock.now()) }
  )
  return rows[0].period
}
