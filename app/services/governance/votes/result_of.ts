import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import type Resolution from '#models/governance/resolution'
import type { Outcome } from '#models/governance/resolution'
import type { When } from '#services/governance/attendance/participation'
import { settingsOf } from '#services/governance/locked_assembly'
import { countVotes, votingColleges } from '#services/governance/votes/count_votes'
import { electionResult, type ElectionResult } from '#services/governance/votes/election_result'
import { quorumOf } from '#services/governance/votes/quorum_of'
import { decisionResult, type DecisionResult } from '#services/governance/votes/vote_result'

/** Counts a vote as it stands, with the quorum that it had at its end. */
export async function resultOf(
  trx: TransactionClientContract,
  assembly: Assembly,
  resolution: Resolution,
  end: When = 'now'
): Promise<DecisionResult | ElectionResult> {
  const settings = settingsOf(assembly)
  const quorum = await quorumOf(trx, assembly, resolution.majority, end)
  const colleges = votingColleges(settings, assembly.body)
  const { carryOver, degraded } = settings.collegeRules
  if (resolution.type === 'election') {
    return electionResult(trx, { resolution, colleges, rules: { carryOver, degraded }, quorum })
  }
  const { majority } = settings.assemblies[resolution.majority]
  return decisionResult(
    await countVotes(trx, resolution, colleges),
    { carryOver, degraded, majority },
    quorum
  )
}

/**
 * C20: a vote without its quorum decided nothing, neither for nor against: it may come back on a
 * second call. A consultation gives an opinion, or none where nobody said yes or no.
 */
export function outcomeOf(
  { kind }: Pick<Assembly, 'kind'>,
  result: DecisionResult | ElectionResult
): Outcome {
  const { quorum, adopted } = result
  if (!quorum.reached) return 'not_deliberated'
  if (kind !== 'consultation') return adopted ? 'adopted' : 'rejected'
  if (result.kind === 'decision' && result.counts.yes + result.counts.no === 0) return 'no_opinion'
  return adopted ? 'favourable' : 'unfavourable'
}
