import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Turn = { assemblyId: string; memberId: string; actor: Actor; clock: Clock }

/** The chair gives the floor to somebody who asked for it; who had it has spoken. */
export function giveFloor({ assemblyId, memberId, actor, clock }: Turn) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'open') throw new GovernanceError('meeting_not_open')
    const raised = await hands(trx, assemblyId).where('member_id', memberId).first()
    if (!raised) throw new GovernanceError('has_not_asked')
    if (raised.began_at) return
    const now = clock.now().toISO()!
    await hands(trx, assemblyId).whereNotNull('began_at').update({ ended_at: now })
    await trx.from('speakers').where('id', raised.id).update({ began_at: now })
    const subject = { type: 'assembly', id: assemblyId }
    const after = { member: memberId }
    await recordAuditEvent(trx, { actor, action: 'governance.give_floor', subject, after, clock })
  })
}

/** The chair takes somebody off the list: they have spoken, or speak no more. */
export function endTurn({ assemblyId, memberId, actor, clock }: Turn) {
  return actOf(async (trx) => {
    await lockedAssembly(trx, assemblyId)
    const raised = await hands(trx, assemblyId).where('member_id', memberId).first()
    if (!raised) return
    await trx.from('speakers').where('id', raised.id).update({ ended_at: clock.now().toISO()! })
    const subject = { type: 'assembly', id: assemblyId }
    const after = { member: memberId }
    await recordAuditEvent(trx, { actor, action: 'governance.end_turn', subject, after, clock })
  })
}

function hands(trx: TransactionClientContract, assemblyId: string) {
  return trx.from('speakers').where('assembly_id', assemblyId).whereNull('ended_at')
}
