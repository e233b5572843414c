import Subscription from '#models/subscriptions/subscription'
import type { Clock } from '#values/clock'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

type EndingStep = (
  trx: TransactionClientContract,
  subscriberId: string,
  clock: Clock
) => Promise<void>

const steps: EndingStep[] = []
const BATCH = 500

/** What a higher domain does, in the same transaction, when a subscription ends. */
export function registerEndingStep(step: EndingStep) {
  steps.push(step)
}

/**
 * Ends the subscriptions cancelled before the current month began: what they paid for is over.
 * Runs every night; running it again changes nothing.
 *
 * @param subscriberId only this one's, for somebody who subscribes again before the night
 * @returns how many ended
 */
export async function endCancelledSubscriptions(
  clock: Clock,
  subscriberId?: string
): Promise<number> {
  let ended = 0
  let after = ''
  for (;;) {
    const due = await dueSubscriptions(clock, { after, subscriberId })
    for (const { id } of due) if (await endOne(id, clock)) ended++
    if (due.length < BATCH) return ended
    after = due.at(-1)!.id
  }
}

function dueSubscriptions(clock: Clock, only: { after: string; subscriberId?: string }) {
  const due = Subscription.query()
    .select('id')
    .where('state', 'cancelled')
    .where('cancelledAt', '<', clock.now().startOf('month').toSQL()!)
    .orderBy('id')
    .limit(BATCH)
  if (only.after) due.where('id', '>', only.after)
  if (only.subscriberId) due.where('subscriberId', only.subscriberId)
  return due
}

/** Looked at again under the lock: it may have been taken up again or ended in between. */
function endOne(id: string, clock: Clock): Promise<boolean> {
  return db.transaction(async (trx) => {
    const subscription = await Subscription.query({ client: trx })
      .where({ id, state: 'cancelled' })
      .forUpdate()
      .first()
    if (!subscription) return false
    await subscription.merge({ state: 'ended', endedAt: clock.now() }).save()
    for (const step of steps) await step(trx, subscription.subscriberId, clock)
    return true
  })
}
