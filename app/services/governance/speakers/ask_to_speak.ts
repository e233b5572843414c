import { actOf, GovernanceError } from '#services/governance/errors'
import { hasVote } from '#services/governance/electorate/has_vote'
import { lockedAssembly } from '#services/governance/locked_assembly'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Wish = { assemblyId: string; memberId: string; clock: Clock }

/** A member raises their hand; raised twice it is one hand, at its first place in the list. */
export function askToSpeak({ assemblyId, memberId, clock }: Wish) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'open') throw new GovernanceError('meeting_not_open')
    if (!(await hasVote(trx, assembly, memberId, clock))) throw new GovernanceError('has_no_vote')
    const raised = await trx
      .from('speakers')
      .where({ assembly_id: assemblyId, member_id: memberId })
      .whereNull('ended_at')
      .first()
    if (raised) return
    await trx.table('speakers').insert({
      id: newId(),
      assembly_id: assemblyId,
      member_id: memberId,
      asked_at: clock.now().toISO()!,
    })
  })
}

/** A member takes their hand down, or ends what they say. */
export function stopSpeaking({ assemblyId, memberId, clock }: Wish) {
  return actOf(async (trx) => {
    await lockedAssembly(trx, assemblyId)
    await trx
      .from('speakers')
      .where({ assembly_id: assemblyId, member_id: memberId })
      .whereNull('ended_at')
      .update({ ended_at: clock.now().toISO()! })
  })
}
