import Member from '#models/membership/member'
import { agendaRight } from '#services/governance/agenda/agenda_right'
import { appendItem } from '#services/governance/agenda/edit_agenda'
import { lockedAgenda } from '#services/governance/assemblies/edit_assembly'
import { actOf, GovernanceError } from '#services/governance/errors'
import type { Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Request = {
  assemblyId: string
  /** Who asks; the first of those who signed. */
  member: { id: string } | { number: number }
  /** Members who signed the request, the first one counted; on paper the office counts them. */
  signatories: number
  title: string
  text: string
  actor: Actor
  clock: Clock
}

/** A point that members put on the agenda by their own right, before the notice (C28). */
export function requestAgendaItem(request: Request) {
  const { assemblyId, signatories, clock } = request
  return actOf(async (trx) => {
    const assembly = await lockedAgenda(trx, assemblyId)
    const member = await Member.query({ client: trx }).where(request.member).first()
    if (!member) throw new GovernanceError('unknown_member', { number: 0 })
    const right = await agendaRight(trx, assembly, { memberId: member.id, signatories, clock })
    if (!right.holds) {
      const { needed, members } = right
      throw new GovernanceError('no_agenda_right', { needed, members })
    }
    return appendItem(trx, request, member.id)
  })
}
