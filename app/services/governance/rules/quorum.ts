import type { Fraction as Part } from '#services/statutes/statute_settings'

/** C20: a board decides when at least half of its members are there (L225-37 for an SA). */
export const BOARD_QUORUM: Part = { numerator: 1, denominator: 2 }

/** C20: how many members must be there: the part of all members with a vote, rounded up. */
export function quorumNeeded(members: number, { numerator, denominator }: Part): number {
  if (numerator === 0) return 0
  return Math.ceil((members * numerator) / denominator)
}

export type Quorum = { needed: number; counted: number; missing: number; reached: boolean }

/**
 * C20: the quorum as it stands. Everybody counts once, however often they are there: present,
 * represented, or having voted from afar.
 */
export function quorum(members: number, countedOnce: ReadonlySet<string>, part: Part): Quorum {
  return quorumOfCount(members, countedOnce.size, part)
}

/** The same where each was counted once already. */
export function quorumOfCount(members: number, counted: number, part: Part): Quorum {
  const needed = quorumNeeded(members, part)
  return { needed, counted, missing: Math.max(0, needed - counted), reached: counted >= needed }
}
