import type ShareTransfer from '#models/shares/share_transfer'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { lockAcceptedTransfer, lockPendingTransfer } from '#services/shares/transfers/lock_transfer'
import { keepScan, type Scan } from '#services/shares/transfers/transfer_papers'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import type { Result } from '#values/result'

type Act = { transferId: string; actor: Actor; clock: Clock }

/** The body that the statutes name says no to what both sides agreed, in time and with its reason; the shares stay. */
export function refuseTransfer(
  input: Act & { decisionReference: string; reason: string }
): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { transferId, decisionReference, reason, actor, clock } = input
  return inRegister(async (trx) => {
    const transfer = await lockAcceptedTransfer(trx, transferId)
    if (!transfer.refuseBy) throw new SharesError('no_refusal_right')
    const until = isoDay(transfer.refuseBy)
    if (isoDay(clock.now()) > until) throw new SharesError('refusal_too_late', { until })
    await transfer.merge({ decisionReference, reason }).end('refused', clock.now()).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.refuse_transfer',
      subject: { type: 'share_transfer', id: transferId },
      after: { decision_reference: decisionReference },
      reason,
      clock,
    })
    return transfer
  })
}

/** The holder changes their mind, as they may until it is registered; the office notes it from paper. */
export function withdrawTransfer(
  input: Act & { reason?: string | null; scan?: Scan | null }
): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { transferId, reason = null, actor, clock } = input
  return inRegister(async (trx) => {
    const transfer = await lockPendingTransfer(trx, transferId)
    if (reason) transfer.merge({ reason })
    const after = await keepScan(trx, { ...input, kind: 'withdrawal' })
    await transfer.end('withdrawn', clock.now()).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.withdraw_transfer',
      subject: { type: 'share_transfer', id: transferId },
      after,
      reason,
      clock,
    })
    return transfer
  })
}
