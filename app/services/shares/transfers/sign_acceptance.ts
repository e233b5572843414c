import Member from '#models/membership/member'
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
} from '#services/shares/signatures/signing_code'
import { buildAcceptance, type DraftAcceptance } from '#services/shares/transfers/acceptance_text'
import { acceptTransfer, lockAcceptable } from '#services/shares/transfers/answer_transfer'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

export type PendingAcceptance = Pending<DraftAcceptance>

type Draft = { taker: Member; transferId: string; locale: 'fr' | 'en'; clock: Clock }

/** The acceptance that a taker is about to sign, and the code for it; what cannot be accepted is refused first. */
export async function draftAcceptance(
  input: Draft
): Promise<Result<PendingAcceptance, SharesRefusal>> {
  const { taker, transferId, locale, clock } = input
  const drafted = await inRegister(async (trx) => {
    const transfer = await lockAcceptable(trx, transferId, clock)
    const giver = await Member.query({ client: trx }).where('id', transfer.fromMemberId)
    const draft = await buildAcceptance(trx, transfer, { locale, clock })
    return { draft, giver: giver[0].displayName }
  })
  if (!drafted.ok) return drafted
  const { draft, giver } = drafted.value
  const { shares, order } = draft.acceptance
  const letter = {
    ...{ to: taker.email, locale, name: taker.displayName },
    signs: 'acceptance' as const,
    data: { reference: order.reference ?? '–', shares, giver },
  }
  return ok(await sendSigningCode(draft, letter, clock))
}

type Signature = SignedFrom & {
  pending: PendingAcceptance
  code: string
  accountId: string
  actor: Actor
  clock: Clock
}

/** Accepts with the one-time code; the refusal's days begin (L231-4). */
export async function signAcceptance(
  input: Signature
): Promise<Result<ShareTransfer, SharesRefusal>> {
  const { pending, accountId, actor, clock } = input
  const checked = checkSigningCode(pending, input.code, clock)
  if (!checked.ok) return err({ code: checked.error, figures: {} })
  const statutes = await requireStatutes(clock.now())
  if (statutes.id !== pending.statuteProfileId)
    return err({ code: 'statutes_changed', figures: {} })
  const acceptance = {
    ...codeEvidence(pending, input, clock),
    account_id: accountId,
    acceptance: pending.acceptance,
    acceptance_sha256: pending.sha256,
    statutes_body_sha256: statutes.bodySha256,
  }
  return acceptTransfer({ transferId: pending.id, acceptance, actor, clock })
}
