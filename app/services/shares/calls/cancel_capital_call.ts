import CapitalCall from '#models/shares/capital_call'
import ShareSubscription from '#models/shares/share_subscription'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { cancelCall } from '#services/shares/calls/announce_call'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import type { Clock } from '#values/clock'
import type { Result } from '#values/result'

type Cancellation = { callId: string; reason: string; actor: Actor; clock: Clock }

/** Takes a call back that was made in error; what was paid of it stays paid. */
export function cancelCapitalCall(
  input: Cancellation
): Promise<Result<CapitalCall, SharesRefusal>> {
  const { callId, reason, actor, clock } = input
  return inRegister(async (trx) => {
    const call = await CapitalCall.query({ client: trx }).where('id', callId).forUpdate().first()
    if (!call) throw new SharesError('unknown_call')
    if (call.leftCents === 0n) throw new SharesError('call_over')
    const subscription = await ShareSubscription.query({ client: trx })
      .where('id', call.subscriptionId)
      .firstOrFail()
    await cancelCall(trx, { call, subscription }, { actor, clock })
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.cancel_call',
      subject: { type: 'capital_call', id: callId },
      reason,
      clock,
    })
    return call
  })
}
