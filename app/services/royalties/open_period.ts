import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { rawClient } from '#database/raw_client'
import type { Clock } from '#values/clock'
import { parsePeriod, type Period } from '#values/period'

/**
 * Opens a month, with the partitions that its use goes to. A month that is there already stays as
 * it is.
 */
export async function openPeriod(
  { period, clock }: { period: Period; clock: Clock },
  trx: TransactionClientContract
): Promise<void> {
  const client = await rawClient(trx)
  await client.query(
    `INSERT INTO periods (period, state, opened_at) VALUES ($1, 'open', $2)
     ON CONFLICT (period) DO NOTHING`,
    [parsePeriod(period), clock.now().toISO()]
  )
  await client.query('SELECT ensure_usage_partitions($1)', [period])
}
