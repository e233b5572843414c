import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exit from '#models/membership/exit'
import type ClaimPayee from '#models/shares/claim_payee'
import type ExitClaim from '#models/shares/exit_claim'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { lockClaim } from '#services/shares/claims/lock_claim'
import { payeeOf } from '#services/shares/claims/record_payee'
import { lastValuation } from '#services/shares/claims/value_claim'
import { orRefuse, SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { recordMovement } from '#services/shares/movements/record_movement'
import { claimsQueue } from '#services/shares/queries/claims_queue'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'
import type { Result } from '#values/result'

type Payment = {
  claimId: string
  /** The day the transfer left the bank, not after today. */
  bankDate: Day
  bankReference: string
  actor: Actor
  clock: Clock
}

/**
 * Repays a claim: the shares are cancelled, the capital falls now and not before (C10), the money
 * leaves the bank; all of it or nothing. Only in the order of the queue (C16) and not before it is
 * due or the board decided otherwise (C15); after a death to whom the heirs' evidence names. Paying it
 * again changes nothing.
 */
export function payClaim(input: Payment): Promise<Result<ExitClaim, SharesRefusal>> {
  const { claimId, bankReference, actor, clock } = input
  return inRegister(async (trx) => {
    const claim = await lockClaim(trx, claimId)
    if (claim.state === 'paid') return claim
    if (isoDay(input.bankDate) > isoDay(clock.now())) throw new SharesError('day_in_future')
    await assertPayable(trx, claim, clock)
    const payee = await payeeAsked(trx, claim)
    const worth = await lastValuation(claimId, trx)
    const { amountCents } = worth!
    const movement = orRefuse(
      await recordMovement(trx, {
        type: 'cancel',
        effectiveOn: clock.now(),
        from: { memberId: claim.memberId, pocket: 'leaving' },
        shares: claim.shares,
        nominalCents: claim.nominalCents,
        paidCents: claim.paidUpCents,
        lossCents: claim.paidUpCents - amountCents,
        claimId,
        actor,
        clock,
      })
    )
    await postTransfer(trx, { ...input, claim, payee, amountCents, number: movement.number })
    const line = { on: dayOf(input.bankDate), bankReference, payeeId: payee?.id ?? null }
    await claim.pay(amountCents, line).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.pay_claim',
      subject: { type: 'exit_claim', id: claimId },
      after: {
        amount_cents: amountCents,
        bank_reference: bankReference,
        payee: payee?.name ?? null,
        movement: movement.number,
      },
      clock,
    })
    return claim
  })
}

async function assertPayable(trx: TransactionClientContract, claim: ExitClaim, clock: Clock) {
  const queue = await claimsQueue(clock, trx)
  const { verdict, place } = queue.find((waiting) => waiting.claim.id === claim.id)!
  if (verdict === 'payable') return
  const codes = {
    not_due: 'claim_not_due',
    floor: 'capital_floor',
    behind: 'claim_behind',
  } as const
  throw new SharesError(codes[verdict], { place, due_on: isoDay(claim.dueOn) })
}

/** Who is paid in the member's place; nobody pays somebody who died. */
async function payeeAsked(
  trx: TransactionClientContract,
  claim: ExitClaim
): Promise<ClaimPayee | null> {
  const payee = await payeeOf(claim.id, trx)
  const exit = await Exit.findOrFail(claim.exitId, { client: trx })
  if (!payee && exit.kind === 'death') throw new SharesError('payee_missing')
  return payee
}

type Transfer = Payment & {
  claim: ExitClaim
  payee: ClaimPayee | null
  amountCents: bigint
  number: bigint
}

async function postTransfer(trx: TransactionClientContract, transfer: Transfer): Promise<void> {
  const { claim, payee, amountCents, number, bankDate, actor, clock } = transfer
  await postEntry(
    {
      journal: 'BQ',
      date: isoDay(bankDate),
      pieceReference: claimPiece(claim.id, number),
      label: `Remboursement de parts, demande n° ${claim.number}${payee ? `, à ${payee.name}` : ''}`,
      lines: [
        { account: accounts.membersToRepay, auxiliary: claim.memberId, debitCents: amountCents },
        { account: accounts.bank, creditCents: amountCents },
      ],
      postedBy: actorLabel(actor),
      postedAt: clock.now(),
    },
    trx
  )
}

/** The bank's entry beside the movement that repaid a claim. */
export function claimPiece(claimId: string, movementNumber: bigint): string {
  return `BQ-parts-${claimId}-${movementNumber}`
}
