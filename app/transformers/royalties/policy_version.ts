import type Cause from '#models/royalties/cause'
import type Policy from '#models/royalties/policy'
import type { PolicyState } from '#services/royalties/queries/policy_register'

/** A version of the policy as the office's pages show it; shares in basis points. */
export function policyVersion(policy: Policy, state: PolicyState, causes: Cause[]) {
  const names = new Map(causes.map(({ id, name }) => [id, name]))
  return {
    version: policy.version,
    state,
    effectivePeriod: policy.effectivePeriod,
    keys: {
      artists: policy.artistsBp,
      contributions: policy.contributionsBp,
      operations: policy.operationsBp,
    },
    weights: { listening: policy.listeningWeight, download: policy.downloadWeight },
    causes: policy.causes.map((line) => ({
      id: line.cause_id,
      name: names.get(line.cause_id) ?? line.cause_id,
      basisPoints: line.basis_points,
    })),
    operationLines: policy.operationLines.map((line) => ({
      labelFr: line.label_fr,
      labelEn: line.label_en,
      basisPoints: line.basis_points,
    })),
    payoutThresholdCents: policy.payoutThresholdCents.toString(),
    carryMonths: policy.carryMonths,
    approvalsRequired: policy.approvalsRequired,
    resolutionId: policy.resolutionId,
    resolutionTitle: policy.resolutionTitle,
    adoptedOn: policy.adoptedOn.toISODate()!,
  }
}
