import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { settingsOf } from '#services/governance/locked_assembly'
import { quorum, type Quorum } from '#services/governance/rules/quorum'

/**
 * C20: the quorum of a kind of resolution as it stands: electors present, represented by somebody
 * present (blank proxies count once the meeting is open: the chair is there), or having voted from
 * afar; each once.
 */
export async function quorumOf(
  client: TransactionClientContract | typeof db,
  assembly: Assembly,
  kind: 'ordinary' | 'extraordinary'
): Promise<Quorum> {
  const { rows } = await client.rawQuery(
    `WITH here AS (SELECT member_id FROM attendances WHERE assembly_id = :id AND left_at IS NULL),
          voted AS (SELECT DISTINCT elector_member_id AS member_id FROM ballots
                     WHERE assembly_id = :id AND channel = 'remote')
     SELECT e.member_id FROM electors e WHERE e.assembly_id = :id AND (
            e.member_id IN (SELECT member_id FROM here) OR e.member_id IN (SELECT member_id FROM voted)
         OR EXISTS (SELECT 1 FROM proxies p WHERE p.assembly_id = :id AND p.from_member_id = e.member_id
                     AND p.state = 'accepted' AND (p.to_member_id IN (SELECT member_id FROM here)
                          OR p.to_member_id IN (SELECT member_id FROM voted)
                          OR (p.to_member_id IS NULL AND :open))))`,
    { id: assembly.id, open: assembly.state === 'open' }
  )
  const { count } = await client
    .from('electors')
    .where('assembly_id', assembly.id)
    .count('* as count')
    .firstOrFail()
  const rules = settingsOf(assembly).assemblies[kind]
  const part = assembly.call === 1 ? rules.quorum.first : rules.quorum.second
  const there = new Set<string>(rows.map((row: { member_id: string }) => row.member_id))
  return quorum(Number(count), there, part)
}
