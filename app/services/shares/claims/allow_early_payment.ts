import type ExitClaim from '#models/shares/exit_claim'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { lockClaim } from '#services/shares/claims/lock_claim'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import type { Clock } from '#values/clock'
import type { Result } from '#values/result'

type Decision = { claimId: string; decisionReference: string; actor: Actor; clock: Clock }

/** C15: the board decides to repay before the due day; the queue and the floor hold all the same. */
export function allowEarlyPayment(input: Decision): Promise<Result<ExitClaim, SharesRefusal>> {
  const { claimId, decisionReference, actor, clock } = input
  return inRegister(async (trx) => {
    const claim = await lockClaim(trx, claimId)
    if (claim.state === 'paid') throw new SharesError('claim_paid')
    await claim.merge({ earlyDecisionReference: decisionReference }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.allow_early_payment',
      subject: { type: 'exit_claim', id: claimId },
      after: { decision_reference: decisionReference },
      clock,
    })
    return claim
  })
}
