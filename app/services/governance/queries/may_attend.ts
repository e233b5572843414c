import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { hasVote } from '#services/governance/electorate/has_vote'
import type { Clock } from '#values/clock'

/** Members attend the meetings of members once they are called; a board's are for its members. */
export async function mayAttend(
  assembly: Assembly,
  memberId: string,
  clock: Clock
): Promise<boolean> {
  if (assembly.state === 'draft' || assembly.state === 'cancelled') return false
  if (assembly.body === 'assembly') return true
  return db.transaction((trx) => hasVote(trx, assembly, memberId, clock))
}

/**
 * Members read the papers of their meetings from the draft on, whose texts they discuss, and of one
 * that was cancelled; a board's are for whoever may attend it.
 */
export async function mayRead(
  assembly: Assembly,
  memberId: string,
  clock: Clock
): Promise<boolean> {
  return assembly.body === 'assembly' || mayAttend(assembly, memberId, clock)
}
