import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type ShareTransfer from '#models/shares/share_transfer'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { assertTransferable } from '#services/shares/transfers/assert_transferable'
import { lockPendingTransfer } from '#services/shares/transfers/lock_transfer'
import { keepScan, type Scan } from '#services/shares/transfers/transfer_papers'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import type { Result } from '#values/result'

type Act = { transferId: string; actor: Actor; clock: Clock; scan?: Scan | null }

/**
 * The transfer, locked, if its taker may accept it today.
 *
 * @throws SharesError `unknown_transfer`, `transfer_over`, `accepted_already`, and why it cannot be
 *   handed over
 */
export async function lockAcceptable(
  trx: TransactionClientContract,
  transferId: string,
  clock: Clock
): Promise<ShareTransfer> {
  const transfer = await lockPendingTransfer(trx, transferId)
  if (transfer.isAccepted) throw new SharesError('accepted_already')
  await assertTransferable(trx, transfer, clock)
  return transfer
}

/**
 * The taker agrees, by a code or on a paper that the office keeps. The refusal's days begin here, by
 * the statutes of today (L231-4).
 *
 * @param input.acceptance how they agreed: the code's evidence with the text that it signed, or the
 *   paper's reference
 * @param input.scan the paper, as the office scanned it
 */
export function acceptTransfer(
  input: Act & { acceptance: Record<string, unknown> }
): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { transferId, acceptance, actor, clock } = input
  return inRegister(async (trx) => {
    const transfer = await lockAcceptable(trx, transferId, clock)
    const { settings } = await requireStatutes(clock.now(), trx)
    const { body, withinDays } = settings.capital.transferRefusal
    const refuseBy = body === 'nobody' ? null : clock.now().plus({ days: withinDays })
    const kept = await keepScan(trx, { ...input, kind: 'acceptance' })
    const evidence = { ...acceptance, ...kept, order_sha256: transfer.orderSha256 }
    await transfer.accept(evidence, refuseBy, clock.now()).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.accept_transfer',
      subject: { type: 'share_transfer', id: transferId },
      after: { refuse_by: refuseBy?.toISODate() ?? null, method: acceptance.method },
      clock,
    })
    return transfer
  })
}

/** The taker says no, before they have said yes; the shares stay. */
export function declineTransfer(
  input: Act & { reason?: string | null; paperReference?: string | null }
): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { transferId, actor, clock } = input
  const reason = input.reason ?? null
  return inRegister(async (trx) => {
    const transfer = await lockPendingTransfer(trx, transferId)
    if (transfer.isAccepted) throw new SharesError('accepted_already')
    const kept = await keepScan(trx, { ...input, kind: 'decline' })
    await transfer.merge({ reason }).end('declined', clock.now()).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.decline_transfer',
      subject: { type: 'share_transfer', id: transferId },
      after: { paper_reference: input.paperReference ?? null, ...kept },
      reason,
      clock,
    })
    return transfer
  })
}
