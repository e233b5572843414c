import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import Resolution from '#models/governance/resolution'
import { applyEffect } from '#services/governance/effects/apply_effect'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly, settingsOf } from '#services/governance/locked_assembly'
import { castBlankProxies } from '#services/governance/proxies/cast_blank_proxies'
import { countVotes, votingColleges } from '#services/governance/votes/count_votes'
import { electionResult } from '#services/governance/votes/election_result'
import { quorumOf } from '#services/governance/votes/quorum_of'
import { decisionResult } from '#services/governance/votes/vote_result'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { resolutionId: string; actor: Actor; clock: Clock }

/**
 * The chair closes a vote: blank proxies are cast by the rule (C24), the ballots counted, the
 * result kept with its quorum and margin, and what an adoption changes is put in force, all in one
 * transaction. Where the change cannot be put in force the result stands, with the reason beside
 * it. Closing it twice changes nothing.
 */
export function closeVote({ resolutionId, actor, clock }: Act) {
  return actOf(async (trx) => {
    const known = await Resolution.find(resolutionId, { client: trx })
    if (!known) throw new GovernanceError('unknown_resolution')
    const assembly = await lockedAssembly(trx, known.assemblyId)
    const resolution = await Resolution.query({ client: trx })
      .where('id', resolutionId)
      .forUpdate()
      .firstOrFail()
    if (resolution.state === 'closed') return resolution
    if (assembly.state !== 'open') throw new GovernanceError('meeting_not_open')
    if (resolution.state !== 'open') throw new GovernanceError('vote_not_open')
    await castBlankProxies(trx, { assembly, resolution, clock })
    const result = await resultOf(trx, assembly, resolution)
    await resolution.close(clock.now(), result.adopted ? 'adopted' : 'rejected', result).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.close_vote',
      subject: { type: 'resolution', id: resolution.id },
      after: { outcome: resolution.outcome },
      clock,
    })
    if (result.adopted) await applyEffect(trx, { assembly, resolution, actor, clock })
    return resolution
  })
}

async function resultOf(
  trx: TransactionClientContract,
  assembly: Assembly,
  resolution: Resolution
) {
  const settings = settingsOf(assembly)
  const quorum = await quorumOf(trx, assembly, resolution.majority)
  const colleges = votingColleges(settings, assembly.body)
  const { carryOver, degraded } = settings.collegeRules
  if (resolution.type === 'election') {
    return electionResult(trx, { resolution, colleges, degraded, quorum })
  }
  const { majority } = settings.assemblies[resolution.majority]
  return decisionResult(
    await countVotes(trx, resolution, colleges),
    { carryOver, degraded, majority },
    quorum
  )
}
