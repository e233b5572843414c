import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member from '#models/membership/member'
import { SharesError } from '#services/shares/errors'
import { holdingOf } from '#services/shares/queries/holding_of'
import { leastSharesToHold } from '#services/shares/queries/least_shares_to_hold'
import { freeShares } from '#services/shares/queries/unpaid_subscriptions'
import type { Clock } from '#values/clock'

export type Handover = { fromMemberId: string; toMemberId: string; shares: number }

/**
 * Whether shares may go from one member to another today: both are members, the shares are there
 * and fully paid, and neither is left with fewer than their category asks (C07).
 *
 * @throws SharesError `same_member`, `shares_not_whole`, `giver_not_a_member`,
 *   `taker_not_a_member`, `not_so_many`, `not_paid_up`, `least_shares`
 */
export async function assertTransferable(
  trx: TransactionClientContract,
  { fromMemberId, toMemberId, shares }: Handover,
  clock: Clock
): Promise<void> {
  if (fromMemberId === toMemberId) throw new SharesError('same_member')
  if (!Number.isSafeInteger(shares) || shares <= 0) throw new SharesError('shares_not_whole')
  const giver = await Member.query({ client: trx }).where('id', fromMemberId).first()
  if (!giver?.isActive) throw new SharesError('giver_not_a_member')
  const taker = await Member.query({ client: trx }).where('id', toMemberId).first()
  if (!taker || !['active', 'admitted'].includes(taker.state)) {
    throw new SharesError('taker_not_a_member')
  }
  const { shares: held } = await holdingOf(fromMemberId, trx)
  if (shares > held) throw new SharesError('not_so_many', { held })
  const free = await freeShares(trx, { memberId: fromMemberId, held })
  if (shares > free) throw new SharesError('not_paid_up', { free })
  await assertLeast(trx, { memberId: fromMemberId, after: held - shares }, clock)
  const { shares: has } = await holdingOf(toMemberId, trx)
  await assertLeast(trx, { memberId: toMemberId, after: has + shares }, clock)
}

/** @throws SharesError `least_shares` for a holding of fewer than the category asks, but none */
export async function assertLeast(
  trx: TransactionClientContract,
  { memberId, after }: { memberId: string; after: number },
  clock: Clock
): Promise<void> {
  const least = await leastSharesToHold(trx, { memberId, day: clock.now() })
  if (after > 0 && after < least) throw new SharesError('least_shares', { least, after })
}
