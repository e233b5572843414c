import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareTransfer from '#models/shares/share_transfer'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { assertTransferable, type Handover } from '#services/shares/transfers/assert_transferable'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { Result } from '#values/result'

type Request = Handover & {
  /** What the taker pays the giver, in cents; nothing of it goes through the co-operative. */
  priceCents?: bigint | null
  reason?: string | null
  actor: Actor
  clock: Clock
  id?: string
}

/**
 * A holder, or the office for an estate, asks to hand shares to another member. Whoever the statutes
 * name may refuse until a day; nothing moves before it is registered (L231-4).
 */
export function requestTransfer(request: Request): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { fromMemberId, toMemberId, shares, actor, clock } = request
  return inRegister(async (trx) => {
    const asked = await askedAlready(trx, fromMemberId)
    await assertTransferable(trx, { fromMemberId, toMemberId, shares: shares + asked }, clock)
    const { settings } = await requireStatutes(clock.now(), trx)
    const { body, withinDays } = settings.capital.transferRefusal
    const transfer = await ShareTransfer.create(
      {
        id: request.id ?? newId(),
        fromMemberId,
        toMemberId,
        shares,
        priceCents: request.priceCents ?? null,
        reason: request.reason ?? null,
        state: 'requested',
        refuseBy: body === 'nobody' ? null : clock.now().plus({ days: withinDays }),
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
      after: { from_member_id: fromMemberId, to_member_id: toMemberId, shares },
      clock,
    })
    return transfer
  })
}

/** Shares that the holder has asked to hand over already: they are not asked for twice. */
async function askedAlready(trx: TransactionClientContract, memberId: string): Promise<number> {
  const [row] = await ShareTransfer.query({ client: trx })
    .where({ fromMemberId: memberId, state: 'requested' })
    .sum('shares as total')
  return Number(row.$extras.total ?? 0)
}

/** The transfer, locked, while it still waits. @throws SharesError */
export async function lockPendingTransfer(
  trx: TransactionClientContract,
  id: string
): Promise<ShareTransfer> {
  const transfer = await ShareTransfer.query({ client: trx }).where('id', id).forUpdate().first()
  if (!transfer) throw new SharesError('unknown_transfer')
  if (!transfer.isPending) throw new SharesError('transfer_over')
  return transfer
}
