import Resolution, { type Outcome } from '#models/governance/resolution'
import { actOf, GovernanceError } from '#services/governance/errors'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { resolutionId: string; isPublic: boolean; actor: Actor; clock: Clock }

/** What rules everybody's money and votes stays readable, beside what it changed. */
export const ALWAYS_PUBLIC: readonly (string | null)[] = ['statutes', 'royalties_policy']

/** What consultations end with. */
const OPINIONS: readonly (Outcome | null)[] = ['favourable', 'unfavourable', 'no_opinion']

/**
 * Shows an adopted resolution to everybody, or no longer. What excludes a person is never shown:
 * it concerns them alone.
 */
export function publishResolution({ resolutionId, isPublic, actor, clock }: Act) {
  return actOf(async (trx) => {
    const resolution = await Resolution.query({ client: trx })
      .where('id', resolutionId)
      .forUpdate()
      .first()
    if (!resolution) throw new GovernanceError('unknown_resolution')
    if (OPINIONS.includes(resolution.outcome)) throw new GovernanceError('only_an_opinion')
    if (resolution.outcome !== 'adopted') throw new GovernanceError('not_adopted')
    if (isPublic && resolution.effectType === 'exclusion') {
      throw new GovernanceError('never_published')
    }
    if (!isPublic && ALWAYS_PUBLIC.includes(resolution.effectType)) {
      throw new GovernanceError('always_public')
    }
    const before = { published: resolution.publishedAt !== null }
    if (before.published === isPublic) return resolution
    await resolution.merge({ publishedAt: isPublic ? clock.now() : null }).save()
    await recordAuditEvent(trx, {
      actor,
      action: isPublic ? 'governance.publish_resolution' : 'governance.unpublish_resolution',
      subject: { type: 'resolution', id: resolutionId },
      before,
      clock,
    })
    return resolution
  })
}
