import Resolution from '#models/governance/resolution'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { resolutionId: string; actor: Actor; clock: Clock }

/**
 * The chair takes back a vote that was opened by mistake, as long as nobody has voted: it waits
 * again. Taking it back twice changes nothing; the database holds a vote that has ballots.
 */
export function withdrawVote({ resolutionId, actor, clock }: Act) {
  return actOf(async (trx) => {
    const known = await Resolution.find(resolutionId, { client: trx })
    if (!known) throw new GovernanceError('unknown_resolution')
    const assembly = await lockedAssembly(trx, known.assemblyId)
    const resolution = await Resolution.query({ client: trx })
      .where('id', resolutionId)
      .forUpdate()
      .firstOrFail()
    if (assembly.state !== 'open') throw new GovernanceError('meeting_not_open')
    if (resolution.state === 'pending') return resolution
    if (resolution.state === 'closed') throw new GovernanceError('vote_closed')
    await resolution.withdraw().save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.withdraw_vote',
      subject: { type: 'resolution', id: resolution.id },
      clock,
    })
    return resolution
  })
}
