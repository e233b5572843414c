import { createHash } from 'node:crypto'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { rawClient } from '#database/raw_client'
import type Assembly from '#models/governance/assembly'
import { GovernanceError } from '#services/governance/errors'
import { settingsOf } from '#services/governance/locked_assembly'
import {
  membersWithVote,
  type MemberWithVote,
} from '#services/governance/electorate/members_with_vote'
import type { Clock } from '#values/clock'
import { canonicalJson, sha256 } from '#values/digest'

/**
 * C23: writes down who may vote, in which college, and a root over it, once and for all: from then
 * on nobody is added or taken out. Runs in the transaction that lets the first ballot in, on the
 * locked meeting; a second time it changes nothing.
 */
export async function freezeElectorate(
  trx: TransactionClientContract,
  assembly: Assembly,
  clock: Clock
): Promise<void> {
  if (assembly.isFrozen) return
  const members = await membersWithVote(trx, settingsOf(assembly), clock.now(), assembly)
  if (members.length === 0) throw new GovernanceError('nobody_may_vote')
  const leaves = members.map((member) => electorLeaf(assembly.id, member))
  await insertElectors(trx, assembly.id, members, leaves)
  await assembly
    .merge({ electorateFrozenAt: clock.now(), electorateRoot: electorateRoot(leaves) })
    .save()
}

/** What the root stands for: the meeting, the member's id and number, the college. No name. */
export function electorLeaf(
  assemblyId: string,
  member: Omit<MemberWithVote, 'displayName'>
): Buffer {
  const { id, number, categoryCode, collegeCode } = member
  return sha256(
    canonicalJson({
      assembly: assemblyId,
      member: id,
      number,
      category: categoryCode,
      college: collegeCode,
    })
  )
}

/** SHA-256 over the leaves in the order of the members' numbers. */
export function electorateRoot(leaves: Buffer[]): Buffer {
  const digest = createHash('sha256')
  for (const leaf of leaves) digest.update(leaf)
  return digest.digest()
}

async function insertElectors(
  trx: TransactionClientContract,
  assemblyId: string,
  members: MemberWithVote[],
  leaves: Buffer[]
) {
  const client = await rawClient(trx)
  await client.query(
    `INSERT INTO electors
       (assembly_id, member_id, member_number, display_name, category_code, college_code, leaf)
     SELECT $1, e.* FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bytea[]) AS e`,
    [
      assemblyId,
      members.map(({ id }) => id),
      members.map(({ number }) => number),
      members.map(({ displayName }) => displayName),
      members.map(({ categoryCode }) => categoryCode),
      members.map(({ collegeCode }) => collegeCode),
      leaves,
    ]
  )
}
