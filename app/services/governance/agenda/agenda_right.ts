import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import governanceConfig from '#config/governance'
import type Assembly from '#models/governance/assembly'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { capitalNow } from '#services/shares/queries/capital_now'
import { holdingOf } from '#services/shares/queries/holding_of'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** What so many members weigh, and what is needed, to put a point on the agenda. */
export type AgendaRight = { holds: boolean; members: number; needed: number }

/**
 * Whether members together may add a point: a twentieth of the members with a vote, or one of them
 * with a twentieth of the capital alone. L225-105 says so for an SA, the house for any form.
 */
export async function agendaRight(
  trx: TransactionClientContract,
  assembly: Pick<Assembly, 'body' | 'bodyCode'>,
  asked: { memberId: string; signatories: number; clock: Clock }
): Promise<AgendaRight> {
  const { memberId, signatories, clock } = asked
  const { settings } = await requireStatutes(clock.now(), trx)
  const voters = await membersWithVote(trx, settings, clock.now(), assembly)
  const share = governanceConfig.agendaRightBp
  const needed = Math.max(1, Math.ceil((voters.length * share) / 10_000))
  const figures = { members: voters.length, needed }
  if (!voters.some(({ id }) => id === memberId)) return { holds: false, ...figures }
  if (signatories >= needed) return { holds: true, ...figures }
  const held = await holdingOf(memberId, trx)
  const capital = await capitalNow(clock, trx)
  const holds = held.subscribedCents * 10_000n >= capital.subscribedCents * BigInt(share)
  return { holds: holds && held.subscribedCents > 0n, ...figures }
}
