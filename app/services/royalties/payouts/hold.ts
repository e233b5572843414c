import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import royaltiesConfig from '#config/royalties'
import { RoyaltiesError } from '#services/royalties/errors'
import { addBankDays } from '#services/royalties/payouts/bank_days'
import { TIME_ZONE, type Clock } from '#values/clock'
import { periodOf, periodStart } from '#values/period'

type Rail = keyof typeof royaltiesConfig.holdAfterSettlement

/**
 * More calendar days than any run of bank days adds to a hold: weekends, Easter and Christmas, all
 * at once. Only how far back payments are looked for depends on it.
 */
const CLOSED_DAYS_AT_MOST = 14

/**
 * Until when a month's transfers are held (P16): the latest of the settled payments behind them,
 * by its rail's hold. A transfer pays a whole balance, with what earlier months left below the
 * threshold and what was carried in: their payments count as well as the month's own. Payments
 * whose longest hold ended before the month began are not looked at. Null when nothing has to wait.
 */
export async function holdUntil(period: string): Promise<DateTime | null> {
  const { rows } = await db.rawQuery(
    `SELECT rail, max(settled_at) AS latest FROM payments
      WHERE settled_period BETWEEN :from AND :period AND state = 'settled' GROUP BY rail`,
    { from: firstMonthHeld(period), period }
  )
  const ends: DateTime[] = rows.map(({ rail, latest }: { rail: Rail; latest: Date }) => {
    const { days, bankDays } = royaltiesConfig.holdAfterSettlement[rail]
    const settled = DateTime.fromJSDate(latest, { zone: TIME_ZONE })
    return days + bankDays === 0
      ? settled
      : addBankDays(settled.plus({ days }), bankDays).endOf('day')
  })
  return DateTime.max(...ends) ?? null
}

/** The earliest month whose payments may still be held when a month begins. */
function firstMonthHeld(period: string): string {
  const holds = Object.values(royaltiesConfig.holdAfterSettlement)
  const longest = Math.max(...holds.map(({ days, bankDays }) => days + bankDays))
  return periodOf(periodStart(period).minus({ days: longest + CLOSED_DAYS_AT_MOST }))
}

/** @throws RoyaltiesError `hold_not_over` while the money behind a month can still be taken back */
export async function assertHoldOver(period: string, clock: Clock): Promise<void> {
  const until = await holdUntil(period)
  if (!until || clock.now() >= until) return
  const day = until.toISODate()!
  throw new RoyaltiesError(
    'hold_not_over',
    `Money behind the transfers of ${period} can still be taken back until ${day}: pay out after that day`,
    { period, until: day }
  )
}
