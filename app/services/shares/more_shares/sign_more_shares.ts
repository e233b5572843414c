import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import type ShareSubscription from '#models/shares/share_subscription'
import type { SharesRefusal } from '#services/shares/errors'
import {
  checkSigningCode,
  type CodeRefusal,
  type PendingSignature,
} from '#services/shares/more_shares/signing_code'
import { openSubscription } from '#services/shares/subscriptions/open_subscription'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { err, type Result } from '#values/result'

type Signature = {
  member: Member
  pending: PendingSignature
  code: string
  /** Where the signature came from: kept as evidence. */
  address: string
  userAgent: string | null
  clock: Clock
}

export type SignRefusal = SharesRefusal | { code: CodeRefusal | 'statutes_changed'; figures: {} }

/** Signs a bulletin for more shares with the one-time code; the subscription then waits for money. */
export async function signMoreShares(
  input: Signature
): Promise<Result<ShareSubscription, SignRefusal>> {
  const { member, pending, clock, address, userAgent } = input
  const checked = checkSigningCode(pending, input.code, clock)
  if (!checked.ok) return err({ code: checked.error, figures: {} })
  const statutes = await requireStatutes(clock.now())
  if (statutes.id !== pending.statuteProfileId)
    return err({ code: 'statutes_changed', figures: {} })
  const { bulletin, bulletinSha256 } = pending
  const now = clock.now()
  return db.transaction((trx) =>
    openSubscription(trx, {
      id: pending.id,
      memberId: member.id,
      reference: bulletin.reference,
      shares: bulletin.subscription.shares,
      nominalCents: BigInt(bulletin.subscription.nominal_cents),
      firstPaymentCents: BigInt(bulletin.subscription.first_payment_cents),
      bulletin,
      bulletinSha256,
      evidence: {
        method: 'one_time_code_by_email',
        bulletin_sha256: bulletinSha256,
        statutes_body_sha256: statutes.bodySha256,
        email: bulletin.subscriber.email,
        code_sent_at: pending.sentAt,
        signed_at: now.toISO(),
        wrong_codes_before: pending.wrongCodes,
        address,
        user_agent: userAgent,
      },
      signedAt: now,
      actor: { label: member.displayName },
      clock,
    })
  )
}
