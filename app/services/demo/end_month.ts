import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import trackerConfig from '#config/tracker'
import Payment from '#models/subscriptions/payment'
import { DEMO_ACTOR } from '#services/demo/seed/seed_people'
import { recordRoots } from '#services/shares/movements/record_roots'
import { askMonthlyFees } from '#services/subscriptions/ask_monthly_fees'
import { endCancelledSubscriptions } from '#services/subscriptions/end_cancelled_subscriptions'
import { settlePayment } from '#services/subscriptions/settle_payment'
import { forgetAddresses } from '#services/tracker/forget_addresses'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { FixedClock, SystemClock, type Clock } from '#values/clock'
import { periodEnd, periodOf, type Period } from '#values/period'
import type { DateTime } from 'luxon'

/** Opening time on the first day of the next month. */
const MORNING_HOURS = 9
/** When the last payments of the month arrive, before its end. */
const LAST_PAYMENTS_HOURS = 6

export interface MonthEnded {
  ended: Period
  settled: number
  /** Where the demo's clock stands now. */
  now: DateTime
}

/**
 * Ends the demo's open month: what was asked for and not refused arrives on its last day, the
 * demo's clock goes to the first morning of the next month, and that month's fees are asked for.
 *
 * @param clockFile the file that every process of the demo reads its time from
 */
export async function endMonth(clock: Clock, clockFile: string): Promise<MonthEnded> {
  const now = clock.now()
  const ended = periodOf(now)
  const evening = periodEnd(ended).minus({ hours: LAST_PAYMENTS_HOURS })
  const settled = await settlePending(new FixedClock(now > evening ? now : evening))

  const morning = new FixedClock(periodEnd(ended).plus({ hours: MORNING_HOURS }))
  await moveClock(clockFile, morning.now())
  // The night's and the hours' work that the jump has passed over.
  await forgetAddresses(lucidDatabase, {
    clock: morning,
    keptHours: trackerConfig.addressKeptHours,
  })
  await recordRoots(morning)
  await endCancelledSubscriptions(morning)
  await askMonthlyFees({ rail: 'demo', actor: DEMO_ACTOR, clock: morning })
  return { ended, settled, now: morning.now() }
}

async function settlePending(clock: Clock): Promise<number> {
  const pending = await Payment.query().where({ state: 'pending', rail: 'demo' }).orderBy('id')
  for (const { id } of pending) {
    const outcome = await settlePayment({ payment: { paymentId: id }, actor: DEMO_ACTOR, clock })
    if (!outcome.ok) throw new Error(`Payment ${id} cannot settle: it is ${outcome.error}`)
  }
  return pending.length
}

/** Renamed into place: no process may read half a file. */
async function moveClock(clockFile: string, to: DateTime): Promise<void> {
  const offset = to.toMillis() - new SystemClock().now().toMillis()
  await mkdir(dirname(clockFile), { recursive: true })
  await writeFile(`${clockFile}.part`, `${JSON.stringify({ offset_ms: offset })}\n`)
  await rename(`${clockFile}.part`, clockFile)
}
