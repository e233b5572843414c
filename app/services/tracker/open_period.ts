import type { SqlClient } from '#services/tracker/sql_database'
import type { DateTime } from 'luxon'

/**
 * The month in which a use of this moment counts: the month of the clock, or the next one that
 * is still open when that one is being closed already. It is opened when nobody has done so, and
 * share-locked until the transaction ends, so that a close cannot freeze it half-way.
 *
 * @returns YYYY-MM
 */
export async function lockOpenPeriod(client: SqlClient, now: DateTime): Promise<string> {
  let month = now.setZone('Europe/Paris').startOf('month')
  for (let tries = 0; tries < 24; tries++) {
    const period = month.toFormat('yyyy-MM')
    const { rows } = await client.query('SELECT state FROM periods WHERE period = $1 FOR SHARE', [
      period,
    ])
    if (rows.length === 0) {
      await client.query(
        `INSERT INTO periods (period, state, opened_at) VALUES ($1, 'open', $2)
         ON CONFLICT (period) DO NOTHING`,
        [period, now.toISO()]
      )
      continue
    }
    if (rows[0].state === 'open') {
      await client.query('SELECT ensure_usage_partitions($1)', [period])
      return period
    }
    month = month.plus({ months: 1 })
  }
  throw new Error('no open month to count a use in')
}
