import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import { settingsOf } from '#services/governance/locked_assembly'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import type { Clock } from '#values/clock'

/** Whether a member votes in a meeting: by the frozen electorate, before it by today's register. */
export async function hasVote(
  trx: TransactionClientContract,
  assembly: Assembly,
  memberId: string,
  clock: Clock
): Promise<boolean> {
  if (assembly.isFrozen) {
    const elector = await trx
      .from('electors')
      .where({ assembly_id: assembly.id, member_id: memberId })
      .first()
    return elector !== null
  }
  const found = await membersWithVote(trx, settingsOf(assembly), clock.now(), assembly, memberId)
  return found.length > 0
}
