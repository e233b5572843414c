import type { SqlDatabase } from '#services/tracker/sql_database'
import type { Clock } from '#values/clock'
import { nextPeriod, periodOf } from '#values/period'

/**
 * Makes the tables that this month's and next month's transfers go to, so that each month lies
 * apart and old ones can be dropped. Asked again, it changes nothing.
 */
export async function prepareTransferMonths(database: SqlDatabase, clock: Clock): Promise<void> {
  const period = periodOf(clock.now())
  for (const month of [period, nextPeriod(period)]) {
    await database.transaction((client) =>
      client.query('SELECT ensure_transfer_partition($1)', [month])
    )
  }
}
