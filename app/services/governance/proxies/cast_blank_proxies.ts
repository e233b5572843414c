import { randomBytes } from 'node:crypto'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import Ballot from '#models/governance/ballot'
import type Resolution from '#models/governance/resolution'
import { GovernanceError } from '#services/governance/errors'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Fact = { assembly: Assembly; resolution: Resolution; clock: Clock }

/**
 * C24 (L225-106): the chair votes blank proxies, yes to what the board proposes and no to anything
 * else; in an election they say nothing. Whoever voted in person keeps their own vote.
 */
export async function castBlankProxies(trx: TransactionClientContract, fact: Fact): Promise<void> {
  const { assembly, resolution, clock } = fact
  if (resolution.type === 'election') return
  const proxies: { id: string; from_member_id: string }[] = await trx
    .from('proxies as p')
    .where({ 'p.assembly_id': assembly.id, 'p.state': 'accepted' })
    .whereNull('p.to_member_id')
    .whereNotExists((voted) =>
      voted
        .from('ballots as b')
        .where('b.resolution_id', resolution.id)
        .whereColumn('b.elector_member_id', 'p.from_member_id')
    )
    .select('p.id', 'p.from_member_id')
    .forUpdate()
  if (proxies.length === 0) return
  if (!assembly.chairMemberId) throw new GovernanceError('chair_missing')
  await Ballot.createMany(
    proxies.map((proxy) => ({
      id: newId(),
      resolutionId: resolution.id,
      assemblyId: assembly.id,
      electorMemberId: proxy.from_member_id,
      castByMemberId: assembly.chairMemberId!,
      proxyId: proxy.id,
      channel: 'proxy' as const,
      choice: resolution.fromBoard ? ('yes' as const) : ('no' as const),
      castAt: clock.now(),
      receipt: randomBytes(12).toString('hex'),
    })),
    { client: trx }
  )
}
