import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import Publication from '#models/publication/publication'
import { accountIdOf } from '#services/demo/seed/seed_people'
import type { Timeline } from '#services/demo/seed/timeline'
import { approvePublication } from '#services/publication/approve_publication'
import { publishPeriod } from '#services/publication/publish_period'
import { pushPublication } from '#services/publication/push_publication'
import { exportPayouts } from '#services/royalties/payouts/export_payouts'
import { recordTransfers } from '#services/royalties/payouts/record_transfers'
import type { Clock } from '#values/clock'
import type { Period } from '#values/period'

/** The two delegates say yes on different days; the treasurer sends what they approved. */
const APPROVERS = [
  { key: 'aissatou', day: 4 },
  { key: 'gilles', day: 5 },
]
const TREASURER = 'marc'
const ADMINISTRATOR = 'helene'
/** More than the steps from approved to verified: each push goes at least one step on. */
const MAX_PUSHES = 10

const person = (key: string) => Account.findOrFail(accountIdOf(key))

/** Approves a closed month of the past and publishes it on the demo's chain, to its finality. */
export async function publishMonth(timeline: Timeline, monthsAgo: number): Promise<void> {
  const period = timeline.period(monthsAgo)
  await approve(period, timeline, monthsAgo)
  const clock = timeline.on(monthsAgo - 1, 5, 15)
  const actor = await person(TREASURER)
  const transactionId = await publishPeriod({ period, actor, clock })
  for (let push = 0; push < MAX_PUSHES; push++) {
    const { state } = await pushPublication({ transactionId, clock })
    if (state === 'verified') return recordNotices(period, clock)
    if (state === 'failed') break
  }
  throw new Error(`The demo's chain did not take ${period}: see its row in chain_transactions`)
}

/** Past months were told of in their time: a new demo does not begin with a hundred mails. */
async function recordNotices(period: Period, clock: Clock): Promise<void> {
  await db.rawQuery(
    `INSERT INTO statement_notices (statement_id, sent_at)
     SELECT id, :at FROM statements WHERE period = :period ON CONFLICT DO NOTHING`,
    { period, at: clock.now().toISO() }
  )
}

async function approve(period: Period, timeline: Timeline, monthsAgo: number): Promise<void> {
  const { rootHex: root, docHashHex: docHash } = await Publication.query()
    .where({ period })
    .firstOrFail()
  for (const { key, day } of APPROVERS) {
    const clock = timeline.on(monthsAgo - 1, day, 11)
    await approvePublication({ period, actor: await person(key), root, docHash, clock })
  }
}

/** The treasurer hands the list to the bank, the administrator records what left it. */
export async function payMonth(timeline: Timeline, monthsAgo: number): Promise<void> {
  const period = timeline.period(monthsAgo)
  const exported = timeline.on(monthsAgo - 1, 8, 9)
  await exportPayouts({ period, actor: await person(TREASURER), clock: exported })
  const recorded = timeline.on(monthsAgo - 1, 10, 14)
  await recordTransfers({ period, actor: await person(ADMINISTRATOR), clock: recorded })
}
