import Resolution from '#models/governance/resolution'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Act = { assemblyId: string; actor: Actor; clock: Clock }

/**
 * The chair closes the meeting; no vote may be running. What was not put to the vote stays undecided.
 * Closing it twice changes nothing.
 */
export function closeAssembly({ assemblyId, actor, clock }: Act) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state === 'closed' || assembly.state === 'signed') return assembly
    if (assembly.state !== 'open') throw new GovernanceError('meeting_not_open')
    const running = await Resolution.query({ client: trx })
      .where({ assemblyId, state: 'open' })
      .orderBy('number')
      .first()
    if (running) throw new GovernanceError('vote_running', { number: running.number })
    await assembly.close(clock.now()).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.close_assembly',
      subject: { type: 'assembly', id: assembly.id },
      clock,
    })
    return assembly
  })
}
