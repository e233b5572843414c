import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type CapitalCall from '#models/shares/capital_call'
import ShareSubscription from '#models/shares/share_subscription'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { announceCall, uncalledCents } from '#services/shares/calls/announce_call'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { monthsAfter } from '#services/shares/rules/repayment'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay, type Day } from '#values/day'
import type { Result } from '#values/result'

type Call = {
  subscriptionId: string
  /** In cents; absent: everything that is not called yet. */
  amountCents?: bigint
  dueOn: Day
  actor: Actor
  clock: Clock
}

/**
 * C08: asks for what is still unpaid of a subscription, due within the months that the statutes
 * give from its registration, never after.
 */
export function callBalance(input: Call): Promise<Result<CapitalCall, SharesRefusal>> {
  const { subscriptionId, dueOn, actor, clock } = input
  return inRegister(async (trx) => {
    const subscription = await lockRegistered(trx, subscriptionId)
    const uncalled = await uncalledCents(trx, subscription)
    const amountCents = input.amountCents ?? uncalled
    if (uncalled === 0n) throw new SharesError('nothing_to_call')
    if (amountCents <= 0n) throw new SharesError('amount_not_positive')
    if (amountCents > uncalled) throw new SharesError('too_much', { left_cents: String(uncalled) })
    const latest = await latestDueDay(trx, subscription)
    const today = isoDay(clock.now())
    if (isoDay(dueOn) < today) throw new SharesError('due_in_past')
    // Once the months are over the balance is owed at once: it can still be called, for today.
    if (isoDay(dueOn) > (latest > today ? latest : today)) {
      throw new SharesError('due_too_late', { latest })
    }
    const call = await announceCall(trx, subscription, { amountCents, dueOn, actor, clock })
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.call_balance',
      subject: { type: 'share_subscription', id: subscriptionId },
      after: { amount_cents: amountCents, due_on: isoDay(dueOn) },
      clock,
    })
    return call
  })
}

/** C08: the day by which a registered subscription must be fully paid. */
async function latestDueDay(
  trx: TransactionClientContract,
  subscription: ShareSubscription
): Promise<string> {
  const registeredOn = isoDay(subscription.registeredAt!)
  const { settings } = await requireStatutes(registeredOn, trx)
  return monthsAfter(registeredOn, settings.capital.paidUpMonths)
}

async function lockRegistered(
  trx: TransactionClientContract,
  id: string
): Promise<ShareSubscription> {
  const subscription = await ShareSubscription.query({ client: trx })
    .where('id', id)
    .forUpdate()
    .first()
  if (!subscription) throw new SharesError('unknown_subscription')
  if (subscription.state !== 'registered') throw new SharesError('not_registered')
  return subscription
}
