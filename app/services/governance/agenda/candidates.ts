import Candidate from '#models/governance/candidate'
import Member from '#models/membership/member'
import { foundResolution } from '#services/governance/agenda/write_resolution'
import { lockedAgenda } from '#services/governance/assemblies/edit_assembly'
import { MEMBERS, membersWithVote } from '#services/governance/electorate/members_with_vote'
import { actOf, GovernanceError } from '#services/governance/errors'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Act = { assemblyId: string; resolutionId: string; actor: Actor; clock: Clock }

/** Puts a member with a vote on the list of an election, before the notice (C28). */
export function addCandidate(input: Act & { memberNumber: number; statement: string }) {
  const { assemblyId, resolutionId, memberNumber, statement, actor, clock } = input
  return actOf(async (trx) => {
    await lockedAgenda(trx, assemblyId)
    const resolution = await foundResolution(trx, assemblyId, resolutionId)
    if (resolution.type !== 'election') throw new GovernanceError('not_an_election')
    const member = await Member.query({ client: trx }).where('number', memberNumber).first()
    if (!member) throw new GovernanceError('unknown_member', { number: memberNumber })
    const { settings } = await requireStatutes(clock.now(), trx)
    const [found] = await membersWithVote(trx, settings, clock.now(), MEMBERS, member.id)
    if (!found) throw new GovernanceError('candidate_has_no_vote', { name: member.displayName })
    const standing = await Candidate.query({ client: trx })
      .where({ resolutionId })
      .orderBy('position')
    if (standing.some(({ memberId }) => memberId === member.id)) {
      throw new GovernanceError('candidate_twice', { name: member.displayName })
    }
    const candidate = await Candidate.create(
      {
        ...{ id: newId(), resolutionId, memberId: member.id, statement },
        position: (standing.at(-1)?.position ?? 0) + 1,
        createdAt: clock.now(),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.add_candidate',
      subject: { type: 'assembly', id: assemblyId },
      after: { resolution: resolutionId, candidate: member.displayName },
      clock,
    })
    return candidate
  })
}

/** Takes a name off the list again, before the notice. */
export function removeCandidate(input: Act & { candidateId: string }) {
  const { assemblyId, resolutionId, candidateId, actor, clock } = input
  return actOf(async (trx) => {
    await lockedAgenda(trx, assemblyId)
    await foundResolution(trx, assemblyId, resolutionId)
    const candidate = await Candidate.query({ client: trx })
      .where({ id: candidateId, resolutionId })
      .first()
    if (!candidate) return
    await candidate.delete()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.remove_candidate',
      subject: { type: 'assembly', id: assemblyId },
      before: { resolution: resolutionId, member: candidate.memberId },
      clock,
    })
  })
}
