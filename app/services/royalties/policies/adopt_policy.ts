import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Policy from '#models/royalties/policy'
import type { CauseLine, OperationLine } from '#database/column_types'
import { RoyaltiesError } from '#services/royalties/errors'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { parsePeriod, type Period } from '#values/period'

/** What a resolution votes; shares in basis points, each list summing to 10 000. */
export type PolicyDraft = {
  /** The first month that the policy rules. */
  effectivePeriod: Period
  artistsBp: number
  contributionsBp: number
  operationsBp: number
  listeningWeight: number
  downloadWeight: number
  causes: CauseLine[]
  payoutThresholdCents: bigint
  carryMonths: number
  approvalsRequired?: number
  operationLines: OperationLine[]
  resolutionId: string
  resolutionTitle: string
  /** YYYY-MM-DD */
  adoptedOn: string
}

const WHOLE_BP = 10_000
const RULE_VERSION = 1

/**
 * Writes the next version of the policy, as a resolution voted it. Months that are being closed or
 * are closed keep the version that they were closed with.
 *
 * @throws RoyaltiesError `policy_sums` when shares do not sum to 10 000 basis points,
 *   `policy_too_late` when the first month that it would rule is closing or closed
 */
export async function adoptPolicy(
  { draft, clock }: { draft: PolicyDraft; clock: Clock },
  trx: TransactionClientContract
): Promise<Policy> {
  assertSums(draft)
  const effectivePeriod = parsePeriod(draft.effectivePeriod)
  await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', ['royalties|policy'])
  const { rows } = await trx.rawQuery(
    `SELECT coalesce(max(version), 0) + 1 AS version,
            EXISTS (SELECT 1 FROM periods WHERE period = ? AND state <> 'open') AS too_late
       FROM policies`,
    [effectivePeriod]
  )
  if (rows[0].too_late) {
    throw new RoyaltiesError(
      'policy_too_late',
      `${effectivePeriod} is closed: let the policy start with a later month`,
      { period: effectivePeriod }
    )
  }
  return Policy.create(
    {
      ...draft,
      id: newId(),
      version: rows[0].version,
      ruleVersion: RULE_VERSION,
      effectivePeriod,
      approvalsRequired: draft.approvalsRequired ?? 2,
      adoptedOn: draft.adoptedOn as never,
      createdAt: clock.now(),
    },
    { client: trx }
  )
}

function assertSums(draft: PolicyDraft): void {
  const sums = {
    keys: draft.artistsBp + draft.contributionsBp + draft.operationsBp,
    causes: sumOf(draft.causes),
    operation_lines: sumOf(draft.operationLines),
  }
  for (const [list, sum] of Object.entries(sums)) {
    if (sum === WHOLE_BP) continue
    throw new RoyaltiesError(
      'policy_sums',
      `The shares of ${list} sum to ${sum} basis points: they must sum to ${WHOLE_BP}`,
      { list, sum }
    )
  }
}

function sumOf(lines: readonly { basis_points: number }[]): number {
  return lines.reduce((sum, line) => sum + line.basis_points, 0)
}
