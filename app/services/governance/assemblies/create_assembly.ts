import Assembly from '#models/governance/assembly'
import {
  bodyOf,
  assertMeeting,
  assertNoticeInTime,
  type MeetingFacts,
} from '#services/governance/assemblies/meeting_facts'
import { actOf } from '#services/governance/errors'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

/** Opens the file of a first call; a day that no notice could reach in time is refused (C18). */
export function createAssembly(input: MeetingFacts & { actor: Actor; clock: Clock }) {
  const { actor, clock, ...facts } = input
  return actOf(async (trx) => {
    assertMeeting(facts, clock.now())
    const statutes = await requireStatutes(clock.now(), trx)
    assertNoticeInTime(statutes.settings, { ...facts, call: 1 }, clock.now())
    const assembly = await Assembly.create(
      {
        ...facts,
        id: newId(),
        bodyCode: bodyOf(facts, statutes.settings),
        body: facts.kind === 'board' ? 'board' : 'assembly',
        call: 1,
        state: 'draft',
        createdAt: clock.now(),
        createdByLabel: actorLabel(actor),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.create_assembly',
      subject: { type: 'assembly', id: assembly.id },
      after: { title: facts.title, kind: facts.kind, starts_at: facts.startsAt.toISO() },
      clock,
    })
    return assembly
  })
}
