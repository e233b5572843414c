import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type ShareMovement from '#models/shares/share_movement'
import type ShareSubscription from '#models/shares/share_subscription'
import type { Actor } from '#services/identity/record_audit_event'
import { announceCall, openCalls } from '#services/shares/calls/announce_call'
import { orRefuse } from '#services/shares/errors'
import { recordMovement } from '#services/shares/movements/record_movement'
import type { Clock } from '#values/clock'

type Money = { amountCents: bigint; actor: Actor; clock: Clock }

/**
 * Sets money that is in against the calls of a subscription, the first due first; what nobody had
 * called yet counts as called today. One movement adds it to the paid-up capital.
 */
export async function payCalls(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  { amountCents, actor, clock }: Money
): Promise<ShareMovement> {
  const calls = await openCalls(trx, subscription.id)
  const called = calls.reduce((sum, call) => sum + call.leftCents, 0n)
  if (amountCents > called) {
    const more = { amountCents: amountCents - called, dueOn: clock.now(), actor, clock }
    calls.push(await announceCall(trx, subscription, more))
  }
  let left = amountCents
  for (const call of calls) {
    const part = left < call.leftCents ? left : call.leftCents
    if (part === 0n) break
    call.paidCents += part
    await call.useTransaction(trx).save()
    left -= part
  }
  subscription.receivedCents += amountCents
  await subscription.useTransaction(trx).save()
  return orRefuse(
    await recordMovement(trx, {
      type: 'call',
      effectiveOn: clock.now(),
      to: { memberId: subscription.memberId, pocket: 'held' },
      shares: 0,
      nominalCents: subscription.nominalCents,
      paidCents: amountCents,
      subscriptionId: subscription.id,
      actor,
      clock,
    })
  )
}
