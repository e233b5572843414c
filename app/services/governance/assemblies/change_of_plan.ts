import type { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import Resolution from '#models/governance/resolution'
import { assertMeeting, assertNoticeInTime } from '#services/governance/assemblies/meeting_facts'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly, settingsOf } from '#services/governance/locked_assembly'
import { addressees } from '#services/governance/notices/addressees'
import { lastPostponement } from '#services/governance/notices/last_postponement'
import { queueFollowUp, queueNotices } from '#services/governance/notices/queue_notices'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { assemblyId: string; actor: Actor; clock: Clock }

/**
 * Gives a meeting up before it opens; whoever was called is told, by the same way. Ballots that came
 * from afar stay on record, and their votes are void.
 */
export function cancelAssembly(input: Act & { reason: string }) {
  const { assemblyId, reason, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'draft' && assembly.state !== 'noticed') {
      throw new GovernanceError('meeting_begun')
    }
    const voided = await voidVotes(trx, assembly, reason, clock)
    const wasNoticed = assembly.state === 'noticed'
    await assembly.cancel(clock.now(), reason).save()
    const told = wasNoticed ? await queueFollowUp(trx, assembly, 'cancellation', clock) : 0
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.cancel_assembly',
      subject: { type: 'assembly', id: assembly.id },
      after: { told, voided },
      reason,
      clock,
    })
    return { assembly, told, voided }
  })
}

/**
 * Moves a called meeting to a later day with the same agenda (C28). It is a notice again: its days
 * are counted from today (C18), each time that it is moved, for whoever has a vote today, by the way
 * that their consent allows now; who was called and has none any more is told too. Votes from afar
 * that were announced end with the first date.
 */
export function postponeAssembly(input: Act & { startsAt: DateTime; reason: string }) {
  const { assemblyId, startsAt, reason, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'noticed') throw new GovernanceError('not_noticed')
    if (assembly.isFrozen) throw new GovernanceError('votes_have_begun')
    const before = assembly.startsAt
    if (startsAt <= before) throw new GovernanceError('not_later')
    assembly.merge({ startsAt, remoteFrom: null, remoteUntil: null })
    assertMeeting(assembly, clock.now())
    assertNoticeInTime(settingsOf(assembly), assembly, clock.now())
    await assembly.save()
    const round = (await lastPostponement(trx, assemblyId)) + 1
    const people = await addressees(trx, assembly, settingsOf(assembly), clock)
    const called = await queueNotices(trx, assembly, 'postponement', people, clock, round)
    const told = called + (await queueFollowUp(trx, assembly, 'postponement', clock, round))
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

/** Ends every open vote without a result; answers how many ballots were in. */
async function voidVotes(
  trx: TransactionClientContract,
  { id: assemblyId }: Assembly,
  reason: string,
  clock: Clock
): Promise<number> {
  let voided = 0
  const running = await Resolution.query({ client: trx })
    .where({ assemblyId, state: 'open' })
    .forUpdate()
  for (const resolution of running) {
    const { count } = await trx
      .from('ballots')
      .where('resolution_id', resolution.id)
      .count('* as count')
      .firstOrFail()
    const ballots = Number(count)
    await resolution.close(clock.now(), 'void', { kind: 'void', ballots, reason }).save()
    voided += ballots
  }
  return voided
}
