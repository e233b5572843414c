import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareTransfer, { PENDING_TRANSFERS } from '#models/shares/share_transfer'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { assertTransferable, type Handover } from '#services/shares/transfers/assert_transferable'
import { buildTransferOrder, type DraftOrder } from '#services/shares/transfers/transfer_order'
import { keepScan, type Scan } from '#services/shares/transfers/transfer_papers'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { Result } from '#values/result'

type Request = Handover & {
  /** What the taker pays the giver, in cents; nothing of it goes through the co-operative. */
  priceCents?: bigint | null
  reason?: string | null
  /** How the giver signed: the code's evidence, or the paper that the office keeps. */
  evidence: Record<string, unknown>
  /** The order that was signed; where a paper was, it is written down from it. */
  draft?: DraftOrder
  /** The paper, as the office scanned it. */
  scan?: Scan | null
  actor: Actor
  clock: Clock
  id?: string
}

/**
 * A holder, or the office for an estate or from paper, orders shares to be handed to another member.
 * It waits for the taker's answer; nothing moves before it is registered (L231-4).
 */
export function requestTransfer(request: Request): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { fromMemberId, toMemberId, shares, actor, clock } = request
  return inRegister(async (trx) => {
    await assertOrderable(trx, request, clock)
    const { order, sha256 } = request.draft ?? (await buildTransferOrder(trx, request, clock))
    const { id = newId(), scan } = request
    const kept = await keepScan(trx, { transferId: id, kind: 'order', scan, actor, clock })
    const transfer = await ShareTransfer.create(
      {
        id,
        fromMemberId,
        toMemberId,
        shares,
        priceCents: request.priceCents ?? null,
        reason: request.reason ?? null,
        state: 'requested',
        reference: order.reference,
        orderText: order,
        orderSha256: sha256,
        evidence: { ...request.evidence, ...kept },
        requestedAt: clock.now(),
        requestedByLabel: actorLabel(actor),
        createdAt: clock.now(),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.request_transfer',
      subject: { type: 'share_transfer', id: transfer.id },
      after: {
        ...{ from_member_id: fromMemberId, to_member_id: toMemberId, shares },
        ...{ reference: order.reference, order_sha256: sha256 },
      },
      clock,
    })
    return transfer
  })
}

/** Whether it can be ordered today, with what the giver has ordered already and still waits. */
export async function assertOrderable(
  trx: TransactionClientContract,
  { fromMemberId, toMemberId, shares }: Handover,
  clock: Clock
): Promise<void> {
  const asked = await askedAlready(trx, fromMemberId)
  await assertTransferable(trx, { fromMemberId, toMemberId, shares: shares + asked }, clock)
}

/** Shares that the holder has asked to hand over already: they are not asked for twice. */
async function askedAlready(trx: TransactionClientContract, memberId: string): Promise<number> {
  const [row] = await ShareTransfer.query({ client: trx })
    .where({ fromMemberId: memberId })
    .whereIn('state', PENDING_TRANSFERS)
    .sum('shares as total')
  return Number(row.$extras.total ?? 0)
}
