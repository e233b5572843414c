import type Policy from '#models/royalties/policy'
import { canonicalJson } from '#values/digest'
import { jsonInteger } from '#values/money'
import type { Period } from '#values/period'

/**
 * `policy.json` of a frozen input (RFC 8785). Beside what the rule reads it says who voted it and
 * what the running costs pay for, so that the file explains itself.
 */
export function policyDocument(policy: Policy, period: Period): string {
  return canonicalJson({
    period,
    rule_version: policy.ruleVersion,
    resolution_id: policy.resolutionId,
    resolution_title: policy.resolutionTitle,
    adopted_on: dayText(policy.adoptedOn),
    policy_version: policy.version,
    keys: {
      artists: policy.artistsBp,
      contributions: policy.contributionsBp,
      operations: policy.operationsBp,
    },
    weights: { listening: policy.listeningWeight, download: policy.downloadWeight },
    causes: Object.fromEntries(policy.causes.map((line) => [line.cause_id, line.basis_points])),
    operation_lines: policy.operationLines,
    payout_threshold_cents: jsonInteger(policy.payoutThresholdCents),
    zero_usage: { carry_months: policy.carryMonths },
    approvals_required: policy.approvalsRequired,
  })
}

function dayText(day: { toISODate(): string | null } | string): string {
  return typeof day === 'string' ? day : day.toISODate()!
}
