import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import {
  participation,
  type Participation,
  type When,
} from '#services/governance/attendance/participation'
import { settingsOf } from '#services/governance/locked_assembly'
import { BOARD_QUORUM, quorumOfCount, type Quorum } from '#services/governance/rules/quorum'

type Kind = 'ordinary' | 'extraordinary'

/**
 * C20: the quorum of a kind of resolution as it stands: electors present, represented or having
 * voted from afar, each once. A board needs half of its members; a consultation decides
 * nothing and asks for none.
 */
export async function quorumOf(
  client: TransactionClientContract | typeof db,
  assembly: Assembly,
  kind: Kind,
  when: When = 'now'
): Promise<Quorum> {
  return quorumFrom(assembly, kind, await participation(client, assembly, when))
}

export type Counted = Pick<Participation, 'electors' | 'tookPart'>

/** The same from a count that was made already. */
export function quorumFrom(assembly: Assembly, kind: Kind, there: Counted): Quorum {
  return quorumOfCount(there.electors, there.tookPart, partNeeded(assembly, kind))
}

const NO_QUORUM = { numerator: 0, denominator: 1 }

/** The part of those with a vote that a kind of resolution asks for, by the call. */
function partNeeded(assembly: Assembly, kind: Kind) {
  if (assembly.body === 'board') return BOARD_QUORUM
  if (assembly.kind === 'consultation') return NO_QUORUM
  const { first, second } = settingsOf(assembly).assemblies[kind].quorum
  return assembly.call === 1 ? first : second
}
