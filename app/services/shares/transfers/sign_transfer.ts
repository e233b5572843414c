import type Member from '#models/membership/member'
import type ShareTransfer from '#models/shares/share_transfer'
import type { Actor } from '#services/identity/record_audit_event'
import type { SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import {
  checkSigningCode,
  codeEvidence,
  sendSigningCode,
  type Pending,
  type SignedFrom,
  type Unsigned,
} from '#services/shares/signatures/signing_code'
import { assertOrderable, requestTransfer } from '#services/shares/transfers/request_transfer'
import { buildTransferOrder, type TransferOrder } from '#services/shares/transfers/transfer_order'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { formatCents } from '#values/money'
import { err, ok, type Result } from '#values/result'

export type PendingOrder = Pending<Unsigned & { order: TransferOrder }>

type Draft = {
  giver: Member
  toMemberId: string
  shares: number
  priceCents: bigint | null
  locale: 'fr' | 'en'
  clock: Clock
}

/** The order that a giver is about to sign, and the code for it; what cannot be ordered is refused first. */
export async function draftTransfer(input: Draft): Promise<Result<PendingOrder, SharesRefusal>> {
  const { giver, locale, clock } = input
  const handover = { ...input, fromMemberId: giver.id }
  const drafted = await inRegister(async (trx) => {
    await assertOrderable(trx, handover, clock)
    return buildTransferOrder(trx, { ...handover, declares: true }, clock)
  })
  if (!drafted.ok) return drafted
  const { order } = drafted.value
  const letter = {
    to: giver.email,
    locale,
    name: giver.displayName,
    signs: 'transfer' as const,
    data: {
      reference: order.reference,
      shares: order.transfer.shares,
      amount: formatCents(order.transfer.amount_cents, locale),
      taker: order.taker.name,
    },
  }
  return ok(await sendSigningCode({ id: newId(), ...drafted.value }, letter, clock))
}

type Signature = SignedFrom & {
  giver: Member
  pending: PendingOrder
  code: string
  actor: Actor
  clock: Clock
}

/** Signs the order with the one-time code: the taker is asked next (L231-4). */
export async function signTransfer(
  input: Signature
): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { giver, pending, actor, clock } = input
  const checked = checkSigningCode(pending, input.code, clock)
  if (!checked.ok) return err({ code: checked.error, figures: {} })
  const statutes = await requireStatutes(clock.now())
  if (statutes.id !== pending.statuteProfileId)
    return err({ code: 'statutes_changed', figures: {} })
  const { order, sha256, statuteProfileId } = pending
  const { shares, price_cents: price } = order.transfer
  return requestTransfer({
    id: pending.id,
    fromMemberId: giver.id,
    toMemberId: order.taker.member_id,
    shares,
    priceCents: price === null ? null : BigInt(price),
    draft: { order, sha256, statuteProfileId },
    evidence: {
      ...codeEvidence(pending, input, clock),
      order_sha256: sha256,
      statutes_body_sha256: statutes.bodySha256,
    },
    actor,
    clock,
  })
}
