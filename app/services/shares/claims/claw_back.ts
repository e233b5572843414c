import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AnnualAccounts from '#models/shares/annual_accounts'
import type ClaimValuation from '#models/shares/claim_valuation'
import type ExitClaim from '#models/shares/exit_claim'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { lockClaim } from '#services/shares/claims/lock_claim'
import { addValuation, lastValuation } from '#services/shares/claims/value_claim'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import type { Result } from '#values/result'

type ClawBack = {
  claimId: string
  /** The accounts of the year whose loss came to light. */
  annualAccountsId: string
  /** That loss, in cents; the claim bears its shares' part of it. */
  lossCents: bigint
  decisionReference: string
  actor: Actor
  clock: Clock
}

/**
 * C17: a loss of a year of the membership came to light while the member still answers for it. A
 * claim that waits is worth less; of one that was paid, the difference is owed back (account 4567).
 */
export function clawBack(input: ClawBack): Promise<Result<ClaimValuation, SharesRefusal>> {
  const { claimId, lossCents, decisionReference, actor, clock } = input
  return inRegister(async (trx) => {
    const claim = await lockClaim(trx, claimId)
    const year = await AnnualAccounts.query({ client: trx })
      .where('id', input.annualAccountsId)
      .first()
    assertInTail(claim, year, input)
    const before = (await lastValuation(claimId, trx))!
    const share = (claim.subscribedCents * lossCents) / year!.capitalCents
    const takenCents = share < before.amountCents ? share : before.amountCents
    if (takenCents === 0n) throw new SharesError('nothing_to_claw_back')
    const valuation = await addValuation(trx, claim, {
      reason: 'claw_back',
      annualAccountsId: year!.id,
      lossShareCents: before.lossShareCents + takenCents,
      amountCents: before.amountCents - takenCents,
      detail: {
        loss_cents: String(lossCents),
        capital_cents: String(year!.capitalCents),
        closed_on: isoDay(year!.closedOn),
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

function assertInTail(
  claim: ExitClaim,
  year: AnnualAccounts | null,
  { lossCents, clock }: ClawBack
): void {
  if (lossCents <= 0n) throw new SharesError('amount_not_positive')
  if (!year || year.capitalCents === 0n) throw new SharesError('unknown_accounts')
  const until = isoDay(claim.tailUntil)
  if (!claim.isInTail(isoDay(clock.now()))) throw new SharesError('tail_over', { until })
  const isOfMembership =
    isoDay(year.closedOn) >= isoDay(claim.joinedOn) && isoDay(year.openedOn) <= isoDay(claim.exitOn)
  if (!isOfMembership) throw new SharesError('not_a_membership_year')
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
