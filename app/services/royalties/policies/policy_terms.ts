import type Policy from '#models/royalties/policy'

/** What one version says, for the audit trail: everything a resolution votes, amounts as text. */
export function policyTerms(policy: Policy): Record<string, unknown> {
  return {
    version: policy.version,
    effective_period: policy.effectivePeriod,
    artists_bp: policy.artistsBp,
    contributions_bp: policy.contributionsBp,
    operations_bp: policy.operationsBp,
    listening_weight: policy.listeningWeight,
    download_weight: policy.downloadWeight,
    causes: policy.causes,
    operation_lines: policy.operationLines,
    payout_threshold_cents: policy.payoutThresholdCents.toString(),
    carry_months: policy.carryMonths,
    approvals_required: policy.approvalsRequired,
    resolution_id: policy.resolutionId,
  }
}
