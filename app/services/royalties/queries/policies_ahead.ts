import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Period from '#models/royalties/period'
import Policy from '#models/royalties/policy'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'

/**
 * The versions that months not closed yet are or will be ruled by, by their first month: the one in
 * force for the earliest of them, and every later one that no newer vote for the same month replaces.
 */
export async function policiesAhead(
  clock: Clock,
  trx: TransactionClientContract
): Promise<Policy[]> {
  const open = await Period.query({ client: trx })
    .whereIn('state', ['open', 'closing'])
    .orderBy('period')
    .first()
  const running = periodOf(clock.now())
  const earliest = open && open.period < running ? open.period : running
  const latestFirst = await Policy.query({ client: trx }).orderBy('version', 'desc')
  const standing = new Map<string, Policy>()
  for (const policy of latestFirst) {
    if (!standing.has(policy.effectivePeriod)) standing.set(policy.effectivePeriod, policy)
  }
  const months = [...standing.keys()].sort()
  const inForce = months.findLast((month) => month <= earliest)
  return months
    .filter((month) => month >= (inForce ?? earliest))
    .map((month) => standing.get(month)!)
}
