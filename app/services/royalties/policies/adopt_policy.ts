import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Cause from '#models/royalties/cause'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import Policy from '#models/royalties/policy'
import type { CauseLine, OperationLine } from '#database/column_types'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { RoyaltiesError } from '#services/royalties/errors'
import { assertPolicyDraft } from '#services/royalties/policies/assert_policy_draft'
import { policyTerms } from '#services/royalties/policies/policy_terms'
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

const RULE_VERSION = 1
const APPROVALS_REQUIRED = 2

/**
 * Writes the next version of the policy, as a resolution voted it. Months that are being closed or
 * are closed keep the version that they were closed with (P15).
 *
 * @throws InvalidPeriodError, RoyaltiesError `policy_too_late` when the first month that it would
 *   rule, or a later one, is closing or closed; `policy_cause_unknown`, `policy_cause_retired`; and
 *   those of `assertPolicyDraft`. Nothing was written then.
 */
export async function adoptPolicy(
  { draft, actor = SYSTEM_ACTOR, clock }: { draft: PolicyDraft; actor?: Actor; clock: Clock },
  trx: TransactionClientContract
): Promise<Policy> {
  const effectivePeriod = parsePeriod(draft.effectivePeriod)
  assertPolicyDraft(draft, clock.now().toISODate()!)
  await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', ['royalties|policy'])
  await refuseTooLate(effectivePeriod, trx)
  await refuseCauses(draft.causes, trx)
  const before = await Policy.query({ client: trx }).orderBy('version', 'desc').first()
  const policy = await Policy.create(
    {
      ...draft,
      id: newId(),
      version: (before?.version ?? 0) + 1,
      ruleVersion: RULE_VERSION,
      effectivePeriod,
      approvalsRequired: draft.approvalsRequired ?? before?.approvalsRequired ?? APPROVALS_REQUIRED,
      adoptedOn: DateTime.fromISO(draft.adoptedOn),
      createdAt: clock.now(),
    },
    { client: trx }
  )
  await recordAuditEvent(trx, {
    actor,
    action: 'royalties.adopt_policy',
    subject: { type: 'policy', id: policy.id },
    before: before && policyTerms(before),
    after: policyTerms(policy),
    clock,
  })
  return policy
}

/** The months are share-locked: a close that begins now waits for the vote, or is seen by it. */
async function refuseTooLate(period: Period, trx: TransactionClientContract): Promise<void> {
  const { rows } = await trx.rawQuery(
    `SELECT period, state FROM periods WHERE period >= ? ORDER BY period DESC FOR SHARE`,
    [period]
  )
  const last = rows.find(({ state }: { state: string }) => state !== 'open')
  if (!last) return
  throw new RoyaltiesError(
    'policy_too_late',
    `${last.period} is closed: let the policy start with a later month`,
    { period: last.period }
  )
}

async function refuseCauses(lines: CauseLine[], trx: TransactionClientContract): Promise<void> {
  const ids = lines.map((line) => line.cause_id)
  const known = await Cause.query({ client: trx }).whereIn('id', ids).forShare()
  const unknown = ids.find((id) => !known.some((cause) => cause.id === id))
  if (unknown !== undefined) {
    throw new RoyaltiesError(
      'policy_cause_unknown',
      `There is no cause "${unknown}": add it first`,
      { cause: unknown }
    )
  }
  const retired = known.find((cause) => cause.isRetired)
  if (!retired) return
  throw new RoyaltiesError(
    'policy_cause_retired',
    `The cause "${retired.id}" is retired: propose it again first, or leave it out`,
    { cause: retired.name }
  )
}
