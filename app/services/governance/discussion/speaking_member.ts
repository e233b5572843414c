import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { GovernanceError } from '#services/governance/errors'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** Throws unless the member has a vote in the meeting: others read, they do not speak. */
export async function assertSpeaks(
  trx: TransactionClientContract,
  assembly: Assembly,
  memberId: string,
  clock: Clock
): Promise<void> {
  const { settings } = await requireStatutes(clock.now(), trx)
  const found = await membersWithVote(trx, settings, clock.now(), assembly, memberId)
  if (found.length === 0) throw new GovernanceError('no_vote_no_voice')
}
