import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { SharesError } from '#services/shares/errors'
import { holdingOf } from '#services/shares/queries/holding_of'
import { freeShares } from '#services/shares/queries/unpaid_subscriptions'
import { assertLeast } from '#services/shares/transfers/assert_transferable'
import type { Clock } from '#values/clock'

/**
 * Whether a member may give back so many shares and stay: they are there, fully paid, and what is
 * left is what the category asks for (C07).
 *
 * @throws SharesError `not_so_many`, `not_paid_up`, `least_shares`
 */
export async function assertReduction(
  trx: TransactionClientContract,
  { memberId, shares }: { memberId: string; shares: number },
  clock: Clock
): Promise<void> {
  const { shares: held } = await holdingOf(memberId, trx)
  if (shares >= held) throw new SharesError('not_so_many', { held: held - 1 })
  const free = await freeShares(trx, { memberId, held })
  if (shares > free) throw new SharesError('not_paid_up', { free })
  await assertLeast(trx, { memberId, after: held - shares }, clock)
}
