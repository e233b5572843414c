import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ClaimPayee from '#models/shares/claim_payee'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { lockClaim } from '#services/shares/claims/lock_claim'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { Result } from '#values/result'

/** So much of an account's number tells one from another without giving it away. */
const SHOWN_DIGITS = 4

type NewPayee = {
  claimId: string
  name: string
  iban: string
  /** What says that they may receive it: the notary's act for heirs. */
  evidenceReference: string
  actor: Actor
  clock: Clock
}

/**
 * Says who receives a claim in the member's place: the notary or the heirs after a death. A later
 * record replaces it until the claim is paid; every earlier one stays readable.
 */
export function recordPayee(input: NewPayee): Promise<Result<ClaimPayee, SharesRefusal>> {
  const { claimId, name, iban, evidenceReference, actor, clock } = input
  return inRegister(async (trx) => {
    const claim = await lockClaim(trx, claimId)
    if (claim.state === 'paid') throw new SharesError('claim_paid')
    const last = await payeeOf(claimId, trx)
    const payee = await ClaimPayee.create(
      {
        id: newId(),
        claimId,
        version: (last?.version ?? 0) + 1,
        name,
        iban,
        evidenceReference,
        recordedAt: clock.now(),
        recordedByLabel: actorLabel(actor),
      },
      { client: trx }
    )
    const ending = iban.slice(-SHOWN_DIGITS)
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.record_payee',
      subject: { type: 'exit_claim', id: claimId },
      after: { name, iban_ending: ending, evidence: evidenceReference, version: payee.version },
      clock,
    })
    return payee
  })
}

/** Who receives a claim in the member's place now; null when it is the member. */
export function payeeOf(
  claimId: string,
  trx: TransactionClientContract
): Promise<ClaimPayee | null> {
  return ClaimPayee.query({ client: trx })
    .where('claimId', claimId)
    .orderBy('version', 'desc')
    .first()
}
