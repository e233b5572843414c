import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import { lockedDraft } from '#services/governance/assemblies/edit_assembly'
import { actOf, GovernanceError } from '#services/governance/errors'
import { addressees } from '#services/governance/notices/addressees'
import { noticeGaps } from '#services/governance/notices/notice_gaps'
import { queueNotices } from '#services/governance/notices/queue_notices'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/**
 * The notice: the agenda is fixed (C28), the statutes of the day rule the meeting, it gets its
 * number, and each member with a vote a message by the channel that their consent allows (C19).
 * Refused as long as something is missing or the day could not be kept (C18).
 */
export function noticeAssembly(input: { assemblyId: string; actor: Actor; clock: Clock }) {
  const { assemblyId, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedDraft(trx, assemblyId)
    const profile = await requireStatutes(clock.now(), trx)
    const { settings } = profile
    const [gap] = await noticeGaps(trx, { assembly, settings, clock })
    if (gap) throw new GovernanceError(gap.code, gap.figures)
    const people = await addressees(trx, assembly, settings, clock)
    const number = await nextNumber(trx, assembly)
    await assembly.notice({ at: clock.now(), number, statuteProfileId: profile.id }).save()
    await queueNotices(trx, assembly, 'notice', people, clock)
    const email = people.filter(({ channel }) => channel === 'email').length
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.notice_assembly',
      subject: { type: 'assembly', id: assembly.id },
      after: { number, statutes: profile.version, email, post: people.length - email },
      clock,
    })
    return { assembly, email, post: people.length - email }
  })
}

/**
 * No gap within a body, consultations apart: whoever takes a number waits for whoever is taking one.
 */
async function nextNumber(
  trx: TransactionClientContract,
  { body, kind }: Assembly
): Promise<number> {
  const series = kind === 'consultation' ? kind : body
  await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtext('assemblies.number.' || ?))`, [series])
  const { rows } = await trx.rawQuery(
    `SELECT coalesce(max(number), 0) + 1 AS next FROM assemblies
      WHERE CASE WHEN kind = 'consultation' THEN kind ELSE body END = ?`,
    [series]
  )
  return rows[0].next
}
