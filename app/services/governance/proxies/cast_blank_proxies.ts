import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import type Resolution from '#models/governance/resolution'
import { GovernanceError } from '#services/governance/errors'
import { newReceipt } from '#services/governance/votes/receipt'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Fact = { assembly: Assembly; resolution: Resolution; clock: Clock }
type BlankProxy = { id: string; from_member_id: string }

/**
 * C24 (L225-106 for an SA, the statutes for others): the chair votes blank proxies, yes to what the board proposes and no to anything
 * else; in an election they say nothing. Whoever voted in person keeps their own vote, and a right
 * that has ended has none (C12).
 */
export async function castBlankProxies(trx: TransactionClientContract, fact: Fact): Promise<void> {
  const { assembly, resolution, clock } = fact
  if (resolution.type === 'election') return
  const proxies = await unusedBlankProxies(trx, fact)
  if (proxies.length === 0) return
  const chair = assembly.chairMemberId
  if (!chair) throw new GovernanceError('chair_missing')
  const castAt = clock.now().toISO()!
  await trx.table('ballots').multiInsert(
    proxies.map((proxy) => ({
      id: newId(),
      resolution_id: resolution.id,
      assembly_id: assembly.id,
      elector_member_id: proxy.from_member_id,
      cast_by_member_id: chair,
      proxy_id: proxy.id,
      channel: 'proxy',
      choice: resolution.fromBoard ? 'yes' : 'no',
      cast_at: castAt,
      receipt: newReceipt(),
    }))
  )
}

/** Those whose givers have not voted; a chair's own paper is the chair's own vote to cast. */
async function unusedBlankProxies(
  trx: TransactionClientContract,
  { assembly, resolution, clock }: Fact
): Promise<BlankProxy[]> {
  const { rows } = await trx.rawQuery(
    `SELECT p.id, p.from_member_id FROM proxies p
       JOIN electors e ON e.assembly_id = p.assembly_id AND e.member_id = p.from_member_id
      WHERE p.assembly_id = :assembly AND p.state = 'accepted' AND p.to_member_id IS NULL
        AND p.from_member_id IS DISTINCT FROM CAST(nullif(:chair, '') AS uuid)
        AND NOT EXISTS (SELECT 1 FROM ballots b WHERE b.resolution_id = :resolution
                         AND b.elector_member_id = p.from_member_id)
        AND NOT EXISTS (SELECT 1 FROM exits x JOIN members m ON m.id = x.member_id
                         WHERE x.member_id = p.from_member_id AND x.kind <> 'reduction'
                           AND x.state <> 'cancelled' AND x.effective_on <= :day
                           AND x.effective_on > m.admitted_on)
      FOR UPDATE OF p`,
    {
      assembly: assembly.id,
      resolution: resolution.id,
      chair: assembly.chairMemberId ?? '',
      day: clock.now().toISODate()!,
    }
  )
  return rows
}
