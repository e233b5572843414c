import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Policy from '#models/royalties/policy'
import type { Period } from '#values/period'

/** The policy in force for a month: the latest version that starts no later; null before any. */
export async function findPolicy(
  period: Period,
  trx?: TransactionClientContract
): Promise<Policy | null> {
  return Policy.query(trx ? { client: trx } : {})
    .where('effectivePeriod', '<=', period)
    .orderBy('effectivePeriod', 'desc')
    .orderBy('version', 'desc')
    .first()
}
