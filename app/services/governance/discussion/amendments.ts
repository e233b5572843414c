import ResolutionAmendment from '#models/governance/resolution_amendment'
import { foundResolution } from '#services/governance/agenda/write_resolution'
import { lockedAgenda } from '#services/governance/assemblies/edit_assembly'
import { assertSpeaks } from '#services/governance/discussion/speaking_member'
import { actOf, GovernanceError } from '#services/governance/errors'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Act = { assemblyId: string; resolutionId: string; clock: Clock }

/** A member proposes another text for a draft resolution, until the notice freezes it (C28). */
export function proposeAmendment(input: Act & { memberId: string; text: string; reason: string }) {
  const { assemblyId, resolutionId, memberId, text, reason, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAgenda(trx, assemblyId)
    await assertSpeaks(trx, assembly, memberId, clock)
    const resolution = await foundResolution(trx, assemblyId, resolutionId)
    if (resolution.text === text) throw new GovernanceError('same_text')
    return ResolutionAmendment.create(
      {
        ...{ id: newId(), resolutionId, memberId, text, reason },
        state: 'proposed',
        createdAt: clock.now(),
      },
      { client: trx }
    )
  })
}

/** Whoever proposed it takes it back while nobody has decided on it. */
export function withdrawAmendment(input: Act & { memberId: string; amendmentId: string }) {
  const { assemblyId, resolutionId, memberId, amendmentId, clock } = input
  return actOf(async (trx) => {
    await lockedAgenda(trx, assemblyId)
    await foundResolution(trx, assemblyId, resolutionId)
    const amendment = await ResolutionAmendment.query({ client: trx })
      .where({ id: amendmentId, resolutionId, memberId, state: 'proposed' })
      .first()
    if (!amendment) throw new GovernanceError('unknown_amendment')
    const by = { at: clock.now(), label: '', answer: null }
    return amendment.decide('withdrawn', by).save()
  })
}

/** The office takes an amendment into the draft, or leaves it out and says why. */
export function decideAmendment(
  input: Act & { amendmentId: string; accepted: boolean; answer: string; actor: Actor }
) {
  const { assemblyId, resolutionId, amendmentId, accepted, answer, actor, clock } = input
  return actOf(async (trx) => {
    await lockedAgenda(trx, assemblyId)
    const resolution = await foundResolution(trx, assemblyId, resolutionId)
    const amendment = await ResolutionAmendment.query({ client: trx })
      .where({ id: amendmentId, resolutionId, state: 'proposed' })
      .first()
    if (!amendment) throw new GovernanceError('unknown_amendment')
    const before = resolution.text
    const by = { at: clock.now(), label: actorLabel(actor), answer: answer || null }
    await amendment.decide(accepted ? 'accepted' : 'rejected', by).save()
    if (accepted) await resolution.merge({ text: amendment.text }).save()
    await recordAuditEvent(trx, {
      actor,
      action: accepted ? 'governance.accept_amendment' : 'governance.reject_amendment',
      subject: { type: 'assembly', id: assemblyId },
      before: accepted ? { text: before } : null,
      after: { resolution: resolutionId, amendment: amendmentId },
      reason: answer || null,
      clock,
    })
    return amendment
  })
}
