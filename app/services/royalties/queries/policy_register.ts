import Cause from '#models/royalties/cause'
import Period from '#models/royalties/period'
import Policy from '#models/royalties/policy'
import type { Clock } from '#values/clock'
import { nextPeriod, periodOf, type Period as Month } from '#values/period'

/** How far ahead a rule may be voted for. */
const MONTHS_AHEAD = 12

export type PolicyState = 'in_force' | 'to_come' | 'ended' | 'replaced'

/** Every version of the policy, newest first, each with where it stands in the running month. */
export async function policyRegister(clock: Clock) {
  const running = periodOf(clock.now())
  const policies = await Policy.query().orderBy('version', 'desc')
  const inForce = policies
    .filter(({ effectivePeriod }) => effectivePeriod <= running)
    .reduce<Policy | null>((best, one) => (best && !isLater(one, best) ? best : one), null)
  const causes = await Cause.query().orderBy('name').orderBy('id')
  return {
    running,
    causes,
    versions: policies.map((policy) => ({
      policy,
      state: stateOf(policy, { policies, inForce, running }),
    })),
  }
}

/** The months with which a rule may begin: from the first whose close has not begun. */
export async function firstMonths(clock: Clock): Promise<Month[]> {
  const running = periodOf(clock.now())
  const closed = await Period.query().whereNot('state', 'open').orderBy('period', 'desc').first()
  const open = await Period.query().where('state', 'open').orderBy('period').first()
  const opened = open && open.period < running ? open.period : running
  const months = [closed ? nextPeriod(closed.period) : opened]
  while (months.at(-1)! < running) months.push(nextPeriod(months.at(-1)!))
  for (let ahead = 0; ahead < MONTHS_AHEAD; ahead++) months.push(nextPeriod(months.at(-1)!))
  return months
}

/** As `findPolicy` chooses: the later first month, and for the same one the later vote. */
function isLater(one: Policy, other: Policy): boolean {
  return one.effectivePeriod === other.effectivePeriod
    ? one.version > other.version
    : one.effectivePeriod > other.effectivePeriod
}

function stateOf(
  policy: Policy,
  { policies, inForce, running }: { policies: Policy[]; inForce: Policy | null; running: Month }
): PolicyState {
  if (policy === inForce) return 'in_force'
  const replaced = policies.some(
    (other) => other.effectivePeriod === policy.effectivePeriod && other.version > policy.version
  )
  if (replaced) return 'replaced'
  return policy.effectivePeriod > running ? 'to_come' : 'ended'
}
