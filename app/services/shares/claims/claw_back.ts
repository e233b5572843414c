import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AnnualAccounts, { type ApprovedAccounts } from '#models/shares/annual_accounts'
import ClaimValuation from '#models/shares/claim_valuation'
import type ExitClaim from '#models/shares/exit_claim'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { lockClaim } from '#services/shares/claims/lock_claim'
import {
  isMembershipYear,
  lossOfYear,
  valuedByAccounts,
} from '#services/shares/claims/loss_of_year'
import { addValuation } from '#services/shares/claims/value_claim'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import type { Result } from '#values/result'

type ClawBack = {
  claimId: string
  /** The approved accounts of the year whose loss is taken back. */
  annualAccountsId: string
  /** The whole loss of that year as it is known today, in cents; without it, that of its accounts. */
  lossCents?: bigint
  decisionReference: string
  actor: Actor
  clock: Clock
}

/**
 * C17: a loss of a year of the membership came to light while the member still answers for it. Only
 * what no valuation has counted yet is taken, so that nothing is charged twice. A claim that waits
 * is worth less; of one that was paid, the difference is owed back (account 4567).
 */
export function clawBack(input: ClawBack): Promise<Result<ClaimValuation, SharesRefusal>> {
  const { claimId, decisionReference, actor, clock } = input
  return inRegister(async (trx) => {
    const claim = await lockClaim(trx, claimId)
    const versions = await versionsOf(trx, input.annualAccountsId)
    assertInTail(claim, versions, input)
    const [year] = versions
    const valuations = await valuationsOf(trx, claimId)
    const { settings } = await requireStatutes(isoDay(claim.exitOn), trx)
    const { imputeReserves } = settings.exit
    const known = { claim, valuations, versions, imputeReserves }
    const { lossCents, countedCents, takenCents } = lossOfYear(known, input.lossCents)
    if (countedCents > 0n && lossCents <= countedCents) {
      throw new SharesError('loss_counted', { counted_cents: String(countedCents) })
    }
    if (takenCents === 0n) throw new SharesError('nothing_to_claw_back')
    const [before] = valuations
    const valuation = await addValuation(trx, claim, {
      reason: 'claw_back',
      annualAccountsId: year.id,
      lossShareCents: before.lossShareCents + takenCents,
      amountCents: before.amountCents - takenCents,
      detail: {
        loss_cents: String(lossCents),
        counted_cents: String(countedCents),
        after_version: String(valuedByAccounts(valuations).version),
        capital_cents: String(year.capitalCents),
        closed_on: isoDay(year.closedOn),
        decision_reference: decisionReference,
      },
      recordedAt: clock.now(),
      recordedByLabel: actorLabel(actor),
    })
    if (claim.state === 'paid') await postOwed(trx, claim, valuation, takenCents, input)
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.claw_back',
      subject: { type: 'exit_claim', id: claimId },
      before: { amount_cents: before.amountCents },
      after: { amount_cents: valuation.amountCents, decision_reference: decisionReference },
      clock,
    })
    return valuation
  })
}

/** Every approved version of a year, the newest first; none if these accounts are not approved. */
async function versionsOf(
  trx: TransactionClientContract,
  annualAccountsId: string
): Promise<ApprovedAccounts[]> {
  const asked = await AnnualAccounts.find(annualAccountsId, { client: trx })
  if (!asked?.isApproved()) return []
  const versions = await AnnualAccounts.query({ client: trx })
    .where('closedOn', isoDay(asked.closedOn))
    .orderBy('version', 'desc')
  return versions.filter((one): one is ApprovedAccounts => one.isApproved())
}

function valuationsOf(trx: TransactionClientContract, claimId: string): Promise<ClaimValuation[]> {
  return ClaimValuation.query({ client: trx }).where('claimId', claimId).orderBy('version', 'desc')
}

function assertInTail(
  claim: ExitClaim,
  [year]: ApprovedAccounts[],
  { lossCents, clock }: ClawBack
): void {
  if (lossCents !== undefined && lossCents <= 0n) throw new SharesError('amount_not_positive')
  if (!year || year.capitalCents === 0n) throw new SharesError('unknown_accounts')
  const until = isoDay(claim.tailUntil)
  if (!claim.isInTail(isoDay(clock.now()))) throw new SharesError('tail_over', { until })
  if (!isMembershipYear(claim, year)) throw new SharesError('not_a_membership_year')
}

async function postOwed(
  trx: TransactionClientContract,
  claim: ExitClaim,
  { version }: ClaimValuation,
  takenCents: bigint,
  { actor, clock }: ClawBack
): Promise<void> {
  await postEntry(
    {
      journal: 'OD',
      date: isoDay(clock.now()),
      pieceReference: `OD-parts-${claim.id}-reprise-${version}`,
      label: `Reprise sur remboursement de parts, demande n° ${claim.number}`,
      lines: [
        { account: accounts.membersToRepay, auxiliary: claim.memberId, debitCents: takenCents },
        { account: accounts.carriedLoss, auxiliary: claim.memberId, creditCents: takenCents },
      ],
      postedBy: actorLabel(actor),
      postedAt: clock.now(),
    },
    trx
  )
}
