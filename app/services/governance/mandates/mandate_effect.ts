import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Mandate from '#models/governance/mandate'
import type { Effect, EffectFact } from '#services/governance/effects/effect_registry'
import { GovernanceError } from '#services/governance/errors'
import { beginMandate } from '#services/governance/mandates/begin_mandate'
import { endMandateOf } from '#services/governance/mandates/end_mandate'
import { resolutionReference } from '#services/governance/resolution_reference'
import type { ElectionResult } from '#services/governance/votes/election_result'
import { dayOf, parisDay } from '#values/day'

/** C31: an election gives its seats, a revocation takes one away, from the day of the vote on. */
export const mandateEffect: Effect = {
  async check(mandateId, trx) {
    if (!mandateId) return null
    const mandate = await Mandate.find(mandateId, { client: trx })
    return mandate && !mandate.endedOn ? null : 'mandate_ended'
  },

  async apply(trx, fact) {
    if (fact.resolution.type === 'election') return seat(trx, fact)
    const mandateId = fact.resolution.effectId
    if (!mandateId) throw new GovernanceError('mandate_unknown')
    const { actor, clock, resolution } = fact
    const on = dayOf(parisDay(resolution.closedAt!))
    await endMandateOf(trx, { mandateId, reason: 'revoked', on, actor, clock })
  },
}

async function seat(trx: TransactionClientContract, fact: EffectFact): Promise<void> {
  const { resolution, assembly, actor, clock } = fact
  const { scores } = resolution.result as ElectionResult
  for (const { memberId } of scores.filter(({ elected }) => elected)) {
    await beginMandate(trx, {
      bodyCode: resolution.bodyCode!,
      memberId,
      startsOn: parisDay(resolution.closedAt!),
      resolutionId: resolution.id,
      resolutionReference: resolutionReference(assembly, resolution),
      actor,
      clock,
    })
  }
}
