import subscriptionsConfig from '#config/subscriptions'
import Plan from '#models/subscriptions/plan'
import { newId } from '#values/id'
import { DateTime } from 'luxon'

/** Puts the plan on offer into the register, once; safe to call at every start. */
export async function installPlan(): Promise<Plan> {
  const { offeredFrom, ...plan } = subscriptionsConfig.plan
  const known = await Plan.findBy('code', plan.code)
  if (known) return known
  return Plan.create({ id: newId(), ...plan, offeredFrom: DateTime.fromISO(offeredFrom) })
}
