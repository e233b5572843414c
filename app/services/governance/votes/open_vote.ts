import Resolution from '#models/governance/resolution'
import type Assembly from '#models/governance/assembly'
import { endSilentPresences } from '#services/governance/attendance/remote_presence'
import { freezeElectorate } from '#services/governance/electorate/freeze_electorate'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { isNoticeInTime, noticeTiming } from '#services/governance/notices/notice_timing'
import { heldOn } from '#services/governance/rules/notice_rule'
import { quorumOf } from '#services/governance/votes/quorum_of'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { dayOf, parisDay } from '#values/day'

type Act = { actor: Actor; clock: Clock }

type Sitting = Act & {
  assemblyId: string
  /** Said by whoever opens: that somebody was not called in time is known (C18). */
  despiteNotices?: boolean
}

/**
 * The chair opens the meeting, on its day and after its hour: from here on nobody joins the
 * electorate (C23). A meeting that was called again is held by its second call.
 */
export function openAssembly({ assemblyId, despiteNotices, actor, clock }: Sitting) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state === 'open') return assembly
    if (assembly.state !== 'noticed') throw new GovernanceError('not_noticed')
    if (clock.now() < assembly.startsAt) throw new GovernanceError('before_its_hour')
    if (dayOf(clock.now()) > heldOn(assembly.startsAt)) throw new GovernanceError('after_its_day')
    if (await isCalledAgain(trx, assembly)) throw new GovernanceError('called_again_already')
    const timing = await noticeTiming(assembly, parisDay(clock.now()), trx)
    if (!isNoticeInTime(timing) && !despiteNotices) {
      const { late, unsent, lastSending: last } = timing
      throw new GovernanceError('notices_late', { late: late.length, unsent: unsent.length, last })
    }
    await freezeElectorate(trx, assembly, clock)
    await assembly.open(clock.now()).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.open_assembly',
      subject: { type: 'assembly', id: assembly.id },
      after: { late_notices: timing.late.length, unsent_notices: timing.unsent.length },
      clock,
    })
    return assembly
  })
}

function isCalledAgain(trx: Parameters<typeof lockedAssembly>[0], { id }: Assembly) {
  return trx.from('assemblies').where('first_call_id', id).first()
}

type Opening = Act & {
  resolutionId: string
  /** The vote ends by the clock after so long; without, when the chair closes it. */
  minutes?: number
}

/**
 * The chair puts a resolution to the vote, once the quorum of its kind is there (C20). Opening it
 * twice changes nothing.
 */
export function openVote({ resolutionId, minutes, actor, clock }: Opening) {
  return actOf(async (trx) => {
    const known = await Resolution.find(resolutionId, { client: trx })
    if (!known) throw new GovernanceError('unknown_resolution')
    const assembly = await lockedAssembly(trx, known.assemblyId)
    if (assembly.state !== 'open') throw new GovernanceError('meeting_not_open')
    const resolution = await Resolution.query({ client: trx })
      .where('id', resolutionId)
      .forUpdate()
      .firstOrFail()
    if (resolution.state === 'open') return resolution
    if (resolution.state === 'closed') throw new GovernanceError('vote_closed')
    await endSilentPresences(trx, clock, assembly.id)
    const { missing } = await quorumOf(trx, assembly, resolution.majority)
    if (missing > 0) throw new GovernanceError('quorum_missing', { missing })
    const closesAt = minutes ? clock.now().plus({ minutes }) : null
    await resolution.open(clock.now(), closesAt).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.open_vote',
      subject: { type: 'resolution', id: resolution.id },
      after: closesAt ? { closes_at: closesAt.toISO() } : undefined,
      clock,
    })
    return resolution
  })
}

/**
 * The window of votes from afar begins: the electorate is frozen and every resolution takes votes
 * until the chair closes it in the meeting (C23, C25). Runs by the clock, as often as it likes.
 */
export function openRemoteVotes({ assemblyId, clock }: { assemblyId: string; clock: Clock }) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (!assembly.takesRemoteVotes(clock.now())) return 0
    await freezeElectorate(trx, assembly, clock)
    return openAll(assembly, trx, clock)
  })
}

async function openAll(
  assembly: Assembly,
  trx: Parameters<typeof lockedAssembly>[0],
  clock: Clock
): Promise<number> {
  const waiting = await Resolution.query({ client: trx })
    .where({ assemblyId: assembly.id, state: 'pending' })
    .orderBy('number')
  for (const resolution of waiting) await resolution.open(clock.now()).save()
  return waiting.length
}
