import Resolution from '#models/governance/resolution'
import type { When } from '#services/governance/attendance/participation'
import { endSilentPresences } from '#services/governance/attendance/remote_presence'
import { applyEffect } from '#services/governance/effects/apply_effect'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { castBlankProxies } from '#services/governance/proxies/cast_blank_proxies'
import { outcomeOf, resultOf } from '#services/governance/votes/result_of'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { resolutionId: string; actor: Actor; clock: Clock }

/**
 * The chair closes a vote: blank proxies are cast by the rule (C24), the ballots counted, the
 * result kept with its quorum and margin, and what an adoption changes is put in force, all in one
 * transaction. Where the change cannot be put in force the result stands, with the reason beside
 * it. The quorum of a vote that ended by the clock is that of its end, however late it is counted.
 * Closing it twice changes nothing.
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
    await endSilentPresences(trx, clock, assembly.id)
    await castBlankProxies(trx, { assembly, resolution, clock })
    const result = await resultOf(trx, assembly, resolution, endOf(resolution, clock))
    await resolution.close(clock.now(), outcomeOf(assembly, result), result).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.close_vote',
      subject: { type: 'resolution', id: resolution.id },
      after: { outcome: resolution.outcome },
      clock,
    })
    if (resolution.outcome === 'adopted')
      await applyEffect(trx, { assembly, resolution, actor, clock })
    return resolution
  })
}

/** A server that was away must not cost a vote its quorum: people did not leave while it was. */
function endOf({ closesAt }: Resolution, clock: Clock): When {
  return closesAt && closesAt <= clock.now() ? closesAt : 'now'
}
