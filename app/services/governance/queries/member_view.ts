import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import type Member from '#models/membership/member'
import { agendaRight } from '#services/governance/agenda/agenda_right'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** What a member may do in a meeting that is being prepared. */
export async function memberView(assembly: Assembly, member: Member, clock: Clock) {
  return db.transaction(async (trx) => {
    const statutes = await statutesInForce(clock.now(), trx)
    if (!statutes) return { hasVote: false, mayDiscuss: false, mayAsk: false, agenda: null }
    const { settings } = statutes
    const [voter] = await membersWithVote(trx, settings, clock.now(), assembly, member.id)
    const isDraft = assembly.state === 'draft' && assembly.call === 1
    const asked = { memberId: member.id, signatories: 1, clock }
    return {
      hasVote: Boolean(voter),
      mayDiscuss: Boolean(voter) && isDraft,
      mayAsk: Boolean(voter) && (assembly.state === 'draft' || assembly.state === 'noticed'),
      agenda: voter && isDraft ? await agendaRight(trx, assembly, asked) : null,
    }
  })
}
