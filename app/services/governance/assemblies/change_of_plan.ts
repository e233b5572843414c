import type { DateTime } from 'luxon'
import Notice from '#models/governance/notice'
import { assertMeeting, assertNoticeInTime } from '#services/governance/assemblies/meeting_facts'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly, settingsOf } from '#services/governance/locked_assembly'
import { queueFollowUp } from '#services/governance/notices/queue_notices'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { assemblyId: string; actor: Actor; clock: Clock }

/** Gives a meeting up before it opens; whoever was called is told, by the same way. */
export function cancelAssembly(input: Act & { reason: string }) {
  const { assemblyId, reason, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'draft' && assembly.state !== 'noticed') {
      throw new GovernanceError('meeting_begun')
    }
    if (assembly.isFrozen) throw new GovernanceError('votes_have_begun')
    const wasNoticed = assembly.state === 'noticed'
    await assembly.cancel(clock.now(), reason).save()
    const told = wasNoticed ? await queueFollowUp(trx, assembly, 'cancellation', clock) : 0
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.cancel_assembly',
      subject: { type: 'assembly', id: assembly.id },
      after: { told },
      reason,
      clock,
    })
    return { assembly, told }
  })
}

/**
 * Moves a called meeting to a later day with the same agenda (C28). It is a notice again: its days
 * are counted from today (C18). Votes from afar that were announced end with the first date.
 */
export function postponeAssembly(input: Act & { startsAt: DateTime; reason: string }) {
  const { assemblyId, startsAt, reason, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'noticed') throw new GovernanceError('not_noticed')
    if (assembly.isFrozen) throw new GovernanceError('votes_have_begun')
    const before = assembly.startsAt
    if (startsAt <= before) throw new GovernanceError('not_later')
    const earlier = await Notice.query({ client: trx })
      .where({ assemblyId, kind: 'postponement' })
      .first()
    if (earlier) throw new GovernanceError('postponed_already')
    assembly.merge({ startsAt, remoteFrom: null, remoteUntil: null })
    assertMeeting(assembly, clock.now())
    assertNoticeInTime(settingsOf(assembly), assembly, clock.now())
    await assembly.save()
    const told = await queueFollowUp(trx, assembly, 'postponement', clock)
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.postpone_assembly',
      subject: { type: 'assembly', id: assembly.id },
      before: { starts_at: before.toISO() },
      after: { starts_at: startsAt.toISO(), told },
      reason,
      clock,
    })
    return { assembly, told }
  })
}
