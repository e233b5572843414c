import type { OperationLine } from '#database/column_types'
import type Policy from '#models/royalties/policy'
import type { AllocationPolicy, Key } from '#services/royalties/allocation/policy'
import { parsePolicy } from '#services/royalties/allocation/policy'
import { RoyaltiesError } from '#services/royalties/errors'
import type { PolicyDraft } from '#services/royalties/policies/adopt_policy'
import { jsonInteger } from '#values/money'

/** What a `policy.json` may say beside what the rule reads: who voted it, the running costs. */
type Extras = {
  resolution_title?: string
  adopted_on?: string
  approvals_required?: number
  operation_lines?: OperationLine[]
}

/** What a version pays running costs for when nobody has voted any lines. */
export const WHOLE_OPERATIONS: OperationLine[] = [
  { label_fr: 'Fonctionnement', label_en: 'Running costs', basis_points: 10_000 },
]

/**
 * Reads a `policy.json` (design section 4, and the fields that a frozen one carries besides) as what
 * a resolution votes. Left out, the title is the resolution's reference, the day is `today`, and the
 * lines of the running costs are those of the version before.
 *
 * @param today YYYY-MM-DD
 * @throws AllocationInputError that names the field and its line, RoyaltiesError `policy_field`
 */
export function readPolicyFile(
  content: Uint8Array,
  { file, today, before }: { file: string; today: string; before: Policy | null }
): PolicyDraft {
  const policy = parsePolicy(content, file)
  const extras = readExtras(JSON.parse(new TextDecoder().decode(content)))
  return {
    effectivePeriod: policy.period,
    artistsBp: keyOf(policy, 'artists'),
    contributionsBp: keyOf(policy, 'contributions'),
    operationsBp: keyOf(policy, 'operations'),
    listeningWeight: jsonInteger(policy.weights.listening),
    downloadWeight: jsonInteger(policy.weights.download),
    causes: policy.causes.map(({ id, weight }) => ({
      cause_id: id,
      basis_points: jsonInteger(weight),
    })),
    payoutThresholdCents: policy.payoutThresholdCents,
    carryMonths: jsonInteger(policy.carryMonths),
    approvalsRequired: extras.approvals_required,
    operationLines: extras.operation_lines ?? before?.operationLines ?? WHOLE_OPERATIONS,
    resolutionId: policy.resolutionId,
    resolutionTitle: extras.resolution_title ?? policy.resolutionId,
    adoptedOn: extras.adopted_on ?? today,
  }
}

function keyOf(policy: AllocationPolicy, key: Key): number {
  return jsonInteger(policy.keys.find(({ id }) => id === key)!.weight)
}

function readExtras(fields: Record<string, unknown>): Extras {
  const { resolution_title: title, adopted_on: day, approvals_required: approvals } = fields
  const { operation_lines: lines } = fields
  refuseUnless(title === undefined || typeof title === 'string', 'resolution_title')
  refuseUnless(day === undefined || typeof day === 'string', 'adopted_on')
  refuseUnless(approvals === undefined || Number.isSafeInteger(approvals), 'approvals_required')
  refuseUnless(
    lines === undefined || (Array.isArray(lines) && lines.every(isLine)),
    'operation_lines'
  )
  return fields as Extras
}

function isLine(line: unknown): boolean {
  const {
    label_fr: fr,
    label_en: en,
    basis_points: points,
  } = (line ?? {}) as Partial<OperationLine>
  return typeof fr === 'string' && typeof en === 'string' && Number.isSafeInteger(points)
}

function refuseUnless(holds: boolean, field: string): void {
  if (holds) return
  throw new RoyaltiesError('policy_field', `"${field}" does not have the form that it needs`, {
    field,
  })
}
