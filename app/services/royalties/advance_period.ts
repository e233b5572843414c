import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Period from '#models/royalties/period'
import type { Clock } from '#values/clock'

/** computed → approved, in the transaction of the approval that completes the quorum (P21). */
export async function markApproved(
  trx: TransactionClientContract,
  { period, clock }: { period: string; clock: Clock }
): Promise<void> {
  const row = await Period.lock(period, trx)
  await row.markApproved(clock.now())
}

/** approved → published, in the transaction that records what was read back from the chain. */
export async function markPublished(
  trx: TransactionClientContract,
  { period, clock }: { period: string; clock: Clock }
): Promise<void> {
  const row = await Period.lock(period, trx)
  await row.markPublished(clock.now())
}
