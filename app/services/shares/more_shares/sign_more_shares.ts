import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import type ShareSubscription from '#models/shares/share_subscription'
import type { SharesRefusal } from '#services/shares/errors'
import type { DraftBulletin } from '#services/shares/more_shares/draft_more_shares'
import {
  checkSigningCode,
  codeEvidence,
  sendSigningCode,
  type Pending,
  type SignedFrom,
} from '#services/shares/signatures/signing_code'
import { openSubscription } from '#services/shares/subscriptions/open_subscription'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { formatCents } from '#values/money'
import { err, type Result } from '#values/result'

export type PendingBulletin = Pending<DraftBulletin>

/** Sends the code that signs a bulletin for more shares. */
export function sendBulletinCode(draft: DraftBulletin, clock: Clock): Promise<PendingBulletin> {
  const { subscriber, subscription, locale, reference } = draft.bulletin
  const letter = {
    to: subscriber.email,
    locale,
    name: subscriber.legal_name ?? `${subscriber.given_name} ${subscriber.family_name}`,
    signs: 'more' as const,
    data: {
      shares: subscription.shares,
      amount: formatCents(subscription.amount_cents, locale),
      reference,
    },
  }
  return sendSigningCode(draft, letter, clock)
}

type Signature = SignedFrom & {
  member: Member
  pending: PendingBulletin
  code: string
  clock: Clock
}

/** Signs a bulletin for more shares with the one-time code; the subscription then waits for money. */
export async function signMoreShares(
  input: Signature
): Promise<Result<ShareSubscription, SharesRefusal>> {
  const { member, pending, clock } = input
  const checked = checkSigningCode(pending, input.code, clock)
  if (!checked.ok) return err({ code: checked.error, figures: {} })
  const statutes = await requireStatutes(clock.now())
  if (statutes.id !== pending.statuteProfileId)
    return err({ code: 'statutes_changed', figures: {} })
  const { bulletin, sha256 } = pending
  return db.transaction((trx) =>
    openSubscription(trx, {
      id: pending.id,
      memberId: member.id,
      reference: bulletin.reference,
      shares: bulletin.subscription.shares,
      nominalCents: BigInt(bulletin.subscription.nominal_cents),
      firstPaymentCents: BigInt(bulletin.subscription.first_payment_cents),
      bulletin,
      bulletinSha256: sha256,
      evidence: {
        ...codeEvidence(pending, input, clock),
        bulletin_sha256: sha256,
        statutes_body_sha256: statutes.bodySha256,
      },
      signedAt: clock.now(),
      actor: { label: member.displayName },
      clock,
    })
  )
}
