import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import {
  assertMeeting,
  bodyOf,
  type MeetingFacts,
} from '#services/governance/assemblies/meeting_facts'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** The file, held, as long as its notice has not left (C28). */
export async function lockedDraft(
  trx: TransactionClientContract,
  assemblyId: string
): Promise<Assembly> {
  const assembly = await lockedAssembly(trx, assemblyId)
  if (assembly.state !== 'draft') throw new GovernanceError('agenda_frozen')
  return assembly
}

/** The same, for the agenda: a second call keeps the first one's (C28). */
export async function lockedAgenda(
  trx: TransactionClientContract,
  assemblyId: string
): Promise<Assembly> {
  const assembly = await lockedDraft(trx, assemblyId)
  if (assembly.call === 2) throw new GovernanceError('agenda_of_first_call')
  return assembly
}

/** Changes the meeting itself before its notice; what it is called for stays its kind on a second call. */
export function editAssembly(
  input: MeetingFacts & { assemblyId: string; actor: Actor; clock: Clock }
) {
  const { assemblyId, actor, clock, ...facts } = input
  return actOf(async (trx) => {
    const assembly = await lockedDraft(trx, assemblyId)
    assertMeeting(facts, clock.now())
    const changesBody = (facts.kind === 'board') !== (assembly.kind === 'board')
    if (changesBody || (assembly.call === 2 && facts.kind !== assembly.kind)) {
      throw new GovernanceError('kind_is_fixed')
    }
    const before = { title: assembly.title, starts_at: assembly.startsAt.toISO() }
    const { settings } = await requireStatutes(clock.now(), trx)
    await assembly.merge({ ...facts, bodyCode: bodyOf(facts, settings) }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.edit_assembly',
      subject: { type: 'assembly', id: assembly.id },
      before,
      after: { title: facts.title, starts_at: facts.startsAt.toISO() },
      clock,
    })
    return assembly
  })
}
