import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import royaltiesConfig from '#config/royalties'
import { RoyaltiesError } from '#services/royalties/errors'
import { addBankDays } from '#services/royalties/payouts/bank_days'
import { TIME_ZONE, type Clock } from '#values/clock'

type Rail = keyof typeof royaltiesConfig.holdAfterSettlement

/**
 * Until when a month's money is held (P16): the latest of its settled payments, by its rail's
 * hold. Null when nothing has to wait.
 */
export async function holdUntil(period: string): Promise<DateTime | null> {
  const { rows } = await db.rawQuery(
    `SELECT rail, max(settled_at) AS latest FROM payments
      WHERE settled_period = ? AND state = 'settled' GROUP BY rail`,
    [period]
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

/** @throws RoyaltiesError `hold_not_over` while the month's money could still be taken back */
export async function assertHoldOver(period: string, clock: Clock): Promise<void> {
  const until = await holdUntil(period)
  if (!until || clock.now() >= until) return
  const day = until.toISODate()!
  throw new RoyaltiesError(
    'hold_not_over',
    `The money of ${period} can still be taken back until ${day}: pay out after that day`,
    { period, until: day }
  )
}
