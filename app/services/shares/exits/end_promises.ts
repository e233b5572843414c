import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareSubscription from '#models/shares/share_subscription'
import ShareTransfer, { PENDING_TRANSFERS } from '#models/shares/share_transfer'
import type { Actor } from '#services/identity/record_audit_event'
import { cancelCall, openCalls } from '#services/shares/calls/announce_call'
import { unpaidSubscriptions } from '#services/shares/queries/unpaid_subscriptions'
import type { Clock } from '#values/clock'

/**
 * Who leaves owes no further payment and asks for nothing more: open calls are taken back, what was
 * not called never will be, transfers that wait are withdrawn, and a bulletin on which nothing came
 * in is cancelled. One on which money came in stays, to be voided with its refund.
 */
export async function endPromises(
  trx: TransactionClientContract,
  memberId: string,
  act: { actor: Actor; clock: Clock }
): Promise<void> {
  const now = act.clock.now()
  for (const subscription of await unpaidSubscriptions(trx, memberId)) {
    for (const call of await openCalls(trx, subscription.id)) {
      await cancelCall(trx, { call, subscription }, act)
    }
    await subscription.cancel(now, 'exit').save()
  }
  const awaited = await ShareSubscription.query({ client: trx })
    .where({ memberId, state: 'awaiting_payment', receivedCents: '0' })
    .forUpdate()
  for (const subscription of awaited) await subscription.cancel(now, 'exit').save()
  const waiting = await ShareTransfer.query({ client: trx })
    .whereIn('state', PENDING_TRANSFERS)
    .where((either) => either.where('fromMemberId', memberId).orWhere('toMemberId', memberId))
    .forUpdate()
  for (const transfer of waiting) await transfer.end('withdrawn', now).save()
}
