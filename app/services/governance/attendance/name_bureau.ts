import { actOf, GovernanceError } from '#services/governance/errors'
import { hasVote } from '#services/governance/electorate/has_vote'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

export type Bureau = {
  assemblyId: string
  chairMemberId: string
  secretaryName: string
  tellers: string
  actor: Actor
  clock: Clock
}

/**
 * Who chairs, writes and counts: the chair has a vote, because blank proxies are theirs (C24). A
 * meeting that lapsed for want of a quorum still gets those who sign its minutes.
 */
export function nameBureau({ assemblyId, chairMemberId, actor, clock, ...names }: Bureau) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    const isLapsed = assembly.state === 'closed' && assembly.lapsedAt !== null
    if (assembly.state !== 'noticed' && assembly.state !== 'open' && !isLapsed) {
      throw new GovernanceError(assembly.state === 'draft' ? 'not_noticed' : 'meeting_over')
    }
    if (!(await hasVote(trx, assembly, chairMemberId, clock))) {
      throw new GovernanceError('chair_has_no_vote')
    }
    const before = { chair: assembly.chairMemberId }
    await assembly.merge({ chairMemberId, ...names }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.name_bureau',
      subject: { type: 'assembly', id: assembly.id },
      before,
      after: { chair: chairMemberId, ...names },
      clock,
    })
    return assembly
  })
}
