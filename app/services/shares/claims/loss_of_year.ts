import type { ApprovedAccounts } from '#models/shares/annual_accounts'
import type ClaimValuation from '#models/shares/claim_valuation'
import type ExitClaim from '#models/shares/exit_claim'
import { isoDay } from '#values/day'

/** What of a year's loss a claim has borne already, and what is left to take; cents. */
export type LossOfYear = { lossCents: bigint; countedCents: bigint; takenCents: bigint }

type Known = {
  claim: Pick<ExitClaim, 'subscribedCents'>
  /** Of the claim, the newest first; there is always one. */
  valuations: readonly Pick<
    ClaimValuation,
    'reason' | 'version' | 'detail' | 'amountCents' | 'recordedAt'
  >[]
  /** Every approved version of the year, the newest first. */
  versions: readonly ApprovedAccounts[]
  imputeReserves: boolean
}

/**
 * C17: the loss of a membership year, by its approved accounts or as it is known today, less what
 * the claim's last valuation by accounts and the claw-backs since have counted of that year. The
 * claim bears its shares' part of the difference, by the year's capital, after what the statutory
 * reserve still takes where the statutes say so; never more than the claim is worth.
 */
export function lossOfYear(known: Known, askedCents?: bigint): LossOfYear {
  const { claim, valuations, versions, imputeReserves } = known
  const year = versions[0]
  const lossCents = askedCents ?? ownLoss(year)
  const countedCents = countedLoss(known)
  const free = atLeastZero(year.statutoryReserveCents - year.carriedLossCents)
  const reserve = imputeReserves ? free : 0n
  const part = (loss: bigint) =>
    year.capitalCents === 0n
      ? 0n
      : (claim.subscribedCents * atLeastZero(loss - reserve)) / year.capitalCents
  const difference = atLeastZero(part(lossCents) - part(countedCents))
  const { amountCents } = valuations[0]
  const takenCents = difference < amountCents ? difference : amountCents
  return { lossCents, countedCents, takenCents }
}

/** True if a year has a day of the membership. */
export function isMembershipYear(
  claim: Pick<ExitClaim, 'joinedOn' | 'exitOn'>,
  year: Pick<ApprovedAccounts, 'openedOn' | 'closedOn'>
): boolean {
  return (
    isoDay(year.closedOn) >= isoDay(claim.joinedOn) && isoDay(year.openedOn) <= isoDay(claim.exitOn)
  )
}

/** The last valuation that a balance sheet gave. */
export function valuedByAccounts<One extends Pick<ClaimValuation, 'reason'>>(
  valuations: readonly One[]
): One {
  return valuations.find(({ reason }) => reason !== 'claw_back')!
}

function countedLoss({ valuations, versions }: Known): bigint {
  const base = valuedByAccounts(valuations)
  const closedOn = isoDay(versions[0].closedOn)
  const isInSheet = typeof base.detail.closed_on === 'string' && base.detail.closed_on >= closedOn
  const read = versions.find(({ recordedAt }) => recordedAt <= base.recordedAt)
  let counted = isInSheet && read ? ownLoss(read) : 0n
  for (const { version, detail } of valuations) {
    if (version <= base.version || detail.closed_on !== closedOn) continue
    const loss = BigInt(String(detail.loss_cents))
    if (loss > counted) counted = loss
  }
  return counted
}

function ownLoss({ resultCents }: ApprovedAccounts): bigint {
  return atLeastZero(-resultCents)
}

function atLeastZero(cents: bigint): bigint {
  return cents > 0n ? cents : 0n
}
