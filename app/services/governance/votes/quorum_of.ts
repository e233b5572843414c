import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { settingsOf } from '#services/governance/locked_assembly'
import { BOARD_QUORUM, quorum, type Quorum } from '#services/governance/rules/quorum'

/**
 * C20: the quorum of a kind of resolution as it stands: electors present, represented by somebody
 * present (blank proxies count once the meeting is open: the chair is there), or having voted from
 * afar, themselves or by somebody who never came into the room; each once. A board needs half of
 * its members (L225-37).
 */
export async function quorumOf(
  client: TransactionClientContract | typeof db,
  assembly: Assembly,
  kind: 'ordinary' | 'extraordinary'
): Promise<Quorum> {
  const { rows } = await client.rawQuery(
    `WITH here AS (SELECT member_id FROM attendances WHERE assembly_id = :id AND left_at IS NULL),
          voted AS (SELECT DISTINCT elector_member_id AS member_id FROM ballots b
                     WHERE assembly_id = :id AND (channel = 'remote' OR channel = 'proxy'
                       AND NOT EXISTS (SELECT 1 FROM attendances a WHERE a.assembly_id = :id
                            AND a.member_id = b.cast_by_member_id AND a.mode = 'room')))
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
  const there = new Set<string>(rows.map((row: { member_id: string }) => row.member_id))
  return quorum(Number(count), there, partNeeded(assembly, kind))
}

/** The part of those with a vote that a kind of resolution asks for, by the call. */
function partNeeded(assembly: Assembly, kind: 'ordinary' | 'extraordinary') {
  if (assembly.body === 'board') return BOARD_QUORUM
  const { first, second } = settingsOf(assembly).assemblies[kind].quorum
  return assembly.call === 1 ? first : second
}
