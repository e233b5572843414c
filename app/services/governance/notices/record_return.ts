import Notice from '#models/governance/notice'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { queueLetter } from '#services/governance/notices/send_notices'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Return = { noticeId: string; reason: string; actor: Actor; clock: Clock }

/**
 * A message came back (C19). That it left stays proven; a mail is followed by a letter while the
 * meeting is to come, a letter shows the office an address to ask for.
 */
export function recordReturn({ noticeId, reason, actor, clock }: Return) {
  return actOf(async (trx) => {
    const known = await Notice.find(noticeId, { client: trx })
    if (!known) throw new GovernanceError('unknown_notice')
    const assembly = await lockedAssembly(trx, known.assemblyId)
    const notice = await Notice.query({ client: trx })
      .where('id', noticeId)
      .forUpdate()
      .firstOrFail()
    if (notice.state !== 'sent' && notice.state !== 'posted') {
      throw new GovernanceError('nothing_to_return')
    }
    await notice.markReturned(reason).save()
    const isAhead = assembly.state === 'noticed' && assembly.startsAt > clock.now()
    const byLetter = notice.channel === 'email' && isAhead
    if (byLetter) await queueLetter(trx, notice, clock)
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.record_return',
      subject: { type: 'assembly', id: assembly.id },
      after: { member: notice.memberId, kind: notice.kind, channel: notice.channel },
      reason,
      clock,
    })
    return { byLetter }
  })
}
