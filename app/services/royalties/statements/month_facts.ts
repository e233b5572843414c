import { readFileSync } from 'node:fs'
import type { OperationLine } from '#database/column_types'
import { parsePolicy, type AllocationPolicy } from '#services/royalties/allocation/policy'
import type { Labels } from '#services/royalties/close/freeze_labels'
import type { StatementPolicy } from '#services/royalties/statements/documents'

/** What every statement of a month needs to know beside its own rows. */
export type MonthFacts = {
  period: string
  revision: number
  policy: AllocationPolicy
  statementPolicy: StatementPolicy
  operationLines: OperationLine[]
  labels: Labels
  /** Weight of each work over everybody's use, and of all of them: what pro rata would go by. */
  workWeights: ReadonlyMap<string, bigint>
  totalWeight: bigint
}

/** Reads the facts from a month's frozen files. */
export function readMonthFacts(
  revision: number,
  files: { policy: string; labels: string },
  workWeights: ReadonlyMap<string, bigint>
): MonthFacts {
  const content = readFileSync(files.policy)
  const policy = parsePolicy(content)
  const document = JSON.parse(content.toString('utf8'))
  const total = [...workWeights.values()].reduce((sum, weight) => sum + weight, 0n)
  return {
    period: policy.period,
    revision,
    policy,
    statementPolicy: statementPolicy(policy, document),
    operationLines: document.operation_lines ?? [],
    labels: JSON.parse(readFileSync(files.labels, 'utf8')),
    workWeights,
    totalWeight: total,
  }
}

/** The policy as statements and the public report show it. */
export function statementPolicy(
  policy: AllocationPolicy,
  document: { resolution_title?: string; adopted_on?: string }
): StatementPolicy {
  const [artists, contributions, operations] = policy.keys.map((key) => key.weight.toString())
  return {
    resolution_id: policy.resolutionId,
    resolution_title: document.resolution_title ?? '',
    adopted_on: document.adopted_on ?? '',
    keys: { artists, contributions, operations },
    weights: {
      listening: policy.weights.listening.toString(),
      download: policy.weights.download.toString(),
    },
    payout_threshold_cents: policy.payoutThresholdCents.toString(),
    carry_months: policy.carryMonths.toString(),
  }
}
