import ResolutionComment from '#models/governance/resolution_comment'
import { foundResolution } from '#services/governance/agenda/write_resolution'
import { lockedAgenda } from '#services/governance/assemblies/edit_assembly'
import { assertSpeaks } from '#services/governance/discussion/speaking_member'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Act = { assemblyId: string; resolutionId: string; clock: Clock }

/** A member speaks about a draft resolution, until the notice freezes it (C28). */
export function commentResolution(input: Act & { memberId: string; body: string }) {
  const { assemblyId, resolutionId, memberId, body, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAgenda(trx, assemblyId)
    await assertSpeaks(trx, assembly, memberId, clock)
    await foundResolution(trx, assemblyId, resolutionId)
    const comment = { id: newId(), resolutionId, memberId, body, createdAt: clock.now() }
    return ResolutionComment.create(comment, { client: trx })
  })
}

/** The office takes a comment off the page, with a reason; the row stays. */
export function removeComment(input: Act & { commentId: string; reason: string; actor: Actor }) {
  const { assemblyId, resolutionId, commentId, reason, actor, clock } = input
  return actOf(async (trx) => {
    await lockedAssembly(trx, assemblyId)
    await foundResolution(trx, assemblyId, resolutionId)
    const comment = await ResolutionComment.query({ client: trx })
      .where({ id: commentId, resolutionId })
      .whereNull('removedAt')
      .first()
    if (!comment) throw new GovernanceError('unknown_comment')
    await comment.merge({ removedAt: clock.now(), removedByLabel: actorLabel(actor) }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.remove_comment',
      subject: { type: 'assembly', id: assemblyId },
      before: { comment: commentId },
      reason,
      clock,
    })
  })
}
