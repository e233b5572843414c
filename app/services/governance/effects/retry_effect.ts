import Resolution from '#models/governance/resolution'
import { applyEffect } from '#services/governance/effects/apply_effect'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import type { Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { resolutionId: string; actor: Actor; clock: Clock }

/** Tries again to put in force what an adopted resolution changes, once what stood in its way is gone. */
export function retryEffect({ resolutionId, actor, clock }: Act) {
  return actOf(async (trx) => {
    const known = await Resolution.find(resolutionId, { client: trx })
    if (!known) throw new GovernanceError('unknown_resolution')
    const assembly = await lockedAssembly(trx, known.assemblyId)
    const resolution = await Resolution.query({ client: trx })
      .where('id', resolutionId)
      .forUpdate()
      .firstOrFail()
    if (resolution.outcome !== 'adopted') throw new GovernanceError('not_adopted')
    await applyEffect(trx, { assembly, resolution, actor, clock })
    return resolution
  })
}
