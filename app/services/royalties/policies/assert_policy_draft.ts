import { DateTime } from 'luxon'
import { RoyaltiesError } from '#services/royalties/errors'
import type { PolicyDraft } from '#services/royalties/policies/adopt_policy'

const WHOLE_BP = 10_000
/** Beyond these somebody has slipped on a key. */
const MOST = { weight: 10_000, thresholdCents: 100_000_00n, months: 120 }
/** The form that a frozen `policy.json` and the allocation rule ask of a resolution's reference. */
const REFERENCE = /^[A-Za-z0-9._:-]{1,64}$/

/**
 * Holds what a resolution votes to the allocation rule, before anything is written: a policy that
 * the close would refuse is never adopted.
 *
 * @param today YYYY-MM-DD of Paris: nobody votes in the future
 * @throws RoyaltiesError `policy_sums`, `policy_share`, `policy_cause_twice`, `policy_weights`,
 *   `policy_threshold`, `policy_carry`, `policy_approvals`, `policy_reference`, `policy_title`,
 *   `policy_date`
 */
export function assertPolicyDraft(draft: PolicyDraft, today: string): void {
  assertSums(draft)
  assertCauses(draft)
  assertNumbers(draft)
  assertResolution(draft, today)
}

function assertSums({ artistsBp, contributionsBp, operationsBp, ...draft }: PolicyDraft): void {
  const lists = {
    keys: [artistsBp, contributionsBp, operationsBp],
    causes: draft.causes.map((line) => line.basis_points),
    operation_lines: draft.operationLines.map((line) => line.basis_points),
  }
  for (const [list, shares] of Object.entries(lists)) {
    if (!shares.every(isWhole)) {
      throw new RoyaltiesError(
        'policy_share',
        `The shares of ${list} must be whole basis points, 0 or more`,
        { list }
      )
    }
    const sum = shares.reduce((total, share) => total + share, 0)
    if (sum === WHOLE_BP) continue
    throw new RoyaltiesError(
      'policy_sums',
      `The shares of ${list} sum to ${sum} basis points: they must sum to ${WHOLE_BP}`,
      { list, sum }
    )
  }
}

function assertCauses({ causes }: PolicyDraft): void {
  const ids = causes.map((line) => line.cause_id)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice === undefined) return
  throw new RoyaltiesError('policy_cause_twice', `The cause "${twice}" stands twice`, {
    cause: twice,
  })
}

function assertNumbers(draft: PolicyDraft): void {
  const weights = [draft.listeningWeight, draft.downloadWeight]
  const possible = weights.every((weight) => isWhole(weight) && weight <= MOST.weight)
  if (!possible || weights.every((weight) => weight === 0)) {
    throw new RoyaltiesError(
      'policy_weights',
      `Weights are whole numbers up to ${MOST.weight}, one of them above 0: else no use counts`,
      { most: MOST.weight }
    )
  }
  const { payoutThresholdCents: threshold, carryMonths, approvalsRequired = 2 } = draft
  if (threshold < 0n || threshold > MOST.thresholdCents) {
    throw new RoyaltiesError(
      'policy_threshold',
      `The threshold lies between 0 and ${MOST.thresholdCents} cents`
    )
  }
  if (!isWhole(carryMonths) || carryMonths > MOST.months) {
    throw new RoyaltiesError('policy_carry', `The carry lasts 0 to ${MOST.months} months`, {
      most: MOST.months,
    })
  }
  if (approvalsRequired === 2 || approvalsRequired === 3) return
  throw new RoyaltiesError('policy_approvals', 'Two or three of the three approvers approve (P21)')
}

function assertResolution(draft: PolicyDraft, today: string): void {
  const { resolutionId, resolutionTitle, adoptedOn } = draft
  if (!REFERENCE.test(resolutionId)) {
    throw new RoyaltiesError(
      'policy_reference',
      `"${resolutionId}" is not a reference: use 1 to 64 of A-Z a-z 0-9 . _ : -`
    )
  }
  if (resolutionTitle.trim() === '') {
    throw new RoyaltiesError('policy_title', 'The resolution needs its title')
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(adoptedOn) && DateTime.fromISO(adoptedOn).isValid
  if (isDay && adoptedOn <= today) return
  throw new RoyaltiesError(
    'policy_date',
    `"${adoptedOn}" is not the day of a past vote: write it as YYYY-MM-DD, today at the latest`
  )
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
