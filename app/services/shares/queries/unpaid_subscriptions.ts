import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareSubscription from '#models/shares/share_subscription'

/** A member's registered subscriptions that are not fully paid, held until the transaction ends. */
export function unpaidSubscriptions(
  trx: TransactionClientContract,
  memberId: string
): Promise<ShareSubscription[]> {
  return ShareSubscription.query({ client: trx })
    .where({ memberId, state: 'registered' })
    .whereRaw('received_cents < shares * nominal_cents')
    .orderBy('registeredAt')
    .forUpdate()
}

/**
 * Shares that a member can hand over or give back: those of a subscription that is not fully paid
 * stay with whoever signed it, and so does what is still to be paid on them (C08).
 */
export async function freeShares(
  trx: TransactionClientContract,
  { memberId, held }: { memberId: string; held: number }
): Promise<number> {
  const unpaid = await unpaidSubscriptions(trx, memberId)
  return unpaid.reduce((left, subscription) => left - subscription.shares, held)
}
