import Cause from '#models/royalties/cause'
import type { CauseLine } from '#database/column_types'
import CauseChoice from '#models/royalties/cause_choice'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { periodOf } from '#values/period'
import type { Clock } from '#values/clock'

/**
 * The causes with the members' vote beside each, and one subscriber's own choice; an empty choice
 * follows the vote. A choice made now counts from the running month on. Retired causes are left
 * out, but for those that the subscriber has chosen.
 */
export async function causeBoard(subscriberId: string, clock: Clock) {
  const period = periodOf(clock.now())
  const policy = await findPolicy(period)
  const voted = new Map(policy?.causes.map((line) => [line.cause_id, line.basis_points]))
  const chosen = await chosenCauses(subscriberId)
  const kept = new Set(chosen.map((line) => line.cause_id))
  const causes = await Cause.query().orderBy('name').orderBy('id')
  return {
    causes: causes
      .filter((cause) => !cause.isRetired || kept.has(cause.id))
      .map((cause) => ({ cause, votedBasisPoints: voted.get(cause.id) ?? 0 })),
    chosen,
    countsFrom: period,
    keyBasisPoints: policy?.contributionsBp ?? 0,
  }
}

/** A subscriber's latest choice; empty when they follow the vote. */
export async function chosenCauses(subscriberId: string): Promise<CauseLine[]> {
  const choice = await CauseChoice.query()
    .where('subscriberId', subscriberId)
    .orderBy('chosenAt', 'desc')
    .orderBy('id', 'desc')
    .first()
  return choice?.lines ?? []
}
