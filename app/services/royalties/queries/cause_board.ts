import Cause from '#models/royalties/cause'
import CauseChoice from '#models/royalties/cause_choice'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { periodOf } from '#values/period'
import type { Clock } from '#values/clock'

/**
 * The causes with the members' vote beside each, and one subscriber's own choice; an empty choice
 * follows the vote. A choice made now counts from the running month on.
 */
export async function causeBoard(subscriberId: string, clock: Clock) {
  const period = periodOf(clock.now())
  const policy = await findPolicy(period)
  const voted = new Map(policy?.causes.map((line) => [line.cause_id, line.basis_points]))
  const causes = await Cause.query().orderBy('name').orderBy('id')
  const choice = await CauseChoice.query()
    .where('subscriberId', subscriberId)
    .orderBy('chosenAt', 'desc')
    .orderBy('id', 'desc')
    .first()
  return {
    causes: causes.map((cause) => ({ cause, votedBasisPoints: voted.get(cause.id) ?? 0 })),
    chosen: choice?.lines ?? [],
    countsFrom: period,
    keyBasisPoints: policy?.contributionsBp ?? 0,
  }
}
