import type { DateTime } from 'luxon'
import type Assembly from '#models/governance/assembly'
import type { NoticeKind } from '#models/governance/notice'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly, settingsOf } from '#services/governance/locked_assembly'
import { firstLawfulDay, lastLawfulSending } from '#services/governance/rules/notice_rule'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'

/** The letters of one kind were handed to the post: the day, and the proof of it (C18). */
export function recordPosting(input: {
  assemblyId: string
  kind: NoticeKind
  postedOn: DateTime
  proof: string
  actor: Actor
  clock: Clock
}) {
  const { assemblyId, kind, postedOn, proof, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (!assembly.noticedAt) throw new GovernanceError('not_noticed')
    const outside = postedOn > clock.now() || postedOn < dayOf(assembly.noticedAt)
    if (outside) throw new GovernanceError('posted_on_wrong_day')
    const { rowCount } = await trx.rawQuery(
      `UPDATE notices SET state = 'posted', sent_at = :at, proof = :proof, updated_at = :now
        WHERE assembly_id = :assemblyId AND kind = :kind AND channel = 'post' AND state = 'queued'`,
      { assemblyId, kind, proof, at: postedOn.toISO()!, now: clock.now().toISO()! }
    )
    if (rowCount === 0) throw new GovernanceError('no_letter_waits')
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.record_posting',
      subject: { type: 'assembly', id: assemblyId },
      after: { kind, letters: rowCount, posted_on: isoDay(postedOn), proof },
      clock,
    })
    const isCall = kind === 'notice' || kind === 'postponement'
    const law = lawOf(assembly, postedOn)
    const isLate = isCall && isoDay(postedOn) > law.last
    return { letters: rowCount as number, isLate, ...law }
  })
}

/** C18: until when the letters could leave, and for which day these would have been in time. */
function lawOf(assembly: Assembly, postedOn: DateTime) {
  const settings = settingsOf(assembly)
  return {
    last: isoDay(lastLawfulSending(settings, assembly)),
    first: isoDay(firstLawfulDay(settings, assembly, dayOf(postedOn))),
  }
}
