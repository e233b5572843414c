import type Exclusion from '#models/membership/exclusion'
import { actOnExclusion, type ExclusionAct } from '#services/membership/exclusions/exclusion_act'

/** The exclusion goes no further; why stays on record. @throws MembershipError exclusion_over */
export function dropExclusion({
  reason,
  ...act
}: ExclusionAct & { reason: string }): Promise<Exclusion> {
  return actOnExclusion(act, 'drop_exclusion', async (_, exclusion) => {
    exclusion.merge({ state: 'dropped', endedAt: act.clock.now() })
    return reason
  })
}
