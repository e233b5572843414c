import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'

/** The clock says a month that is being closed already: nothing was settled, try again. */
export class MonthBeingClosedError extends Error {
  readonly name = 'MonthBeingClosedError'

  constructor(readonly period: string) {
    super(`${period} is being closed: a payment can only settle in a month that is open`)
  }
}

/**
 * The moment at which a payment settles, its month share-locked until the transaction ends: the
 * close of that month waits for us, or we see that it has begun. Without this a payment settled in
 * the last second could be missed by the frozen figures. Reads the periods by their key alone.
 *
 * @throws MonthBeingClosedError
 */
export async function lockMonth(
  client: TransactionClientContract,
  clock: Clock
): Promise<DateTime> {
  const opened = clock.now().toISO()!
  const period = periodOf(clock.now())
  await client.rawQuery(
    `INSERT INTO periods (period, state, opened_at) VALUES (?, 'open', ?)
     ON CONFLICT (period) DO NOTHING`,
    [period, opened]
  )
  const { rows } = await client.rawQuery('SELECT state FROM periods WHERE period = ? FOR SHARE', [
    period,
  ])
  // The clock is read again: waiting for the lock may have taken us into the next month.
  const now = clock.now()
  if (periodOf(now) !== period) return lockMonth(client, clock)
  if (rows[0].state !== 'open') throw new MonthBeingClosedError(period)
  return now
}
