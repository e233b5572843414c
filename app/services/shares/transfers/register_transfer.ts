import type ShareMovement from '#models/shares/share_movement'
import type ShareTransfer from '#models/shares/share_transfer'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { activateMember } from '#services/membership/activate_member'
import { orRefuse, SharesError, type SharesRefusal } from '#services/shares/errors'
import { departIfEmpty } from '#services/shares/exits/depart_if_empty'
import { inRegister } from '#services/shares/movements/in_register'
import { recordMovement } from '#services/shares/movements/record_movement'
import { assertTransferable } from '#services/shares/transfers/assert_transferable'
import { lockAcceptedTransfer } from '#services/shares/transfers/lock_transfer'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import type { Result } from '#values/result'

type Registration = {
  transferId: string
  /** The decision that agrees, while it could still be refused; silence agrees afterwards. */
  decisionReference?: string | null
  actor: Actor
  clock: Clock
}

/**
 * Enters a transfer that both sides agreed to into the register: this is what makes the shares another's (L231-4). A giver
 * without shares is no longer a member, a taker who was only admitted becomes one.
 */
export function registerTransfer(
  input: Registration
): Promise<Result<ShareMovement, SharesRefusal>> {
  const { transferId, actor, clock } = input
  return inRegister(async (trx) => {
    const transfer = await lockAcceptedTransfer(trx, transferId)
    const { fromMemberId, toMemberId, shares } = transfer
    assertAgreed(transfer, input)
    await assertTransferable(trx, { fromMemberId, toMemberId, shares }, clock)
    const today = clock.now()
    const { settings } = await requireStatutes(today, trx)
    const nominalCents = BigInt(settings.capital.nominalCents)
    const decisionReference = input.decisionReference ?? null
    await transfer.merge({ decisionReference }).end('registered', today).save()
    const movement = orRefuse(
      await recordMovement(trx, {
        type: 'transfer',
        effectiveOn: today,
        from: { memberId: fromMemberId, pocket: 'held' },
        to: { memberId: toMemberId, pocket: 'held' },
        shares,
        nominalCents,
        paidCents: BigInt(shares) * nominalCents,
        transferId,
        actor,
        clock,
      })
    )
    await activateMember(trx, { memberId: toMemberId, on: today, actor, clock })
    await departIfEmpty(trx, { memberId: fromMemberId, actor, clock })
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.register_transfer',
      subject: { type: 'share_transfer', id: transferId },
      after: { movement: movement.number, decision_reference: decisionReference },
      clock,
    })
    return movement
  })
}

function assertAgreed(transfer: ShareTransfer, { decisionReference, clock }: Registration): void {
  if (!transfer.refuseBy || decisionReference) return
  const until = isoDay(transfer.refuseBy)
  if (isoDay(clock.now()) <= until) throw new SharesError('decision_pending', { until })
}
