import { DateTime } from 'luxon'
import mail from '@adonisjs/mail/services/main'
import applicationsConfig from '#config/applications'
import SigningCodeMail from '#mails/shares/signing_code_mail'
import type { DraftBulletin } from '#services/shares/more_shares/draft_more_shares'
import { codeHash, newCode, sameHash } from '#services/membership/applications/secrets'
import type { Clock } from '#values/clock'
import { formatCents } from '#values/money'
import { err, ok, type Result } from '#values/result'

/** A bulletin with the code that was sent for it; only the code's hash is kept. */
export type PendingSignature = DraftBulletin & {
  codeHash: string
  sentAt: string
  expiresAt: string
  wrongCodes: number
}

export type CodeRefusal = 'code_expired' | 'too_many_tries' | 'wrong_code'

/** Sends a code that signs just this bulletin. */
export async function sendSigningCode(
  draft: DraftBulletin,
  clock: Clock
): Promise<PendingSignature> {
  const code = newCode()
  const now = clock.now()
  const { subscriber, subscription, locale, reference } = draft.bulletin
  await mail.sendLater(
    new SigningCodeMail({
      to: subscriber.email,
      locale,
      data: {
        name: subscriber.legal_name ?? `${subscriber.given_name} ${subscriber.family_name}`,
        code,
        minutes: String(applicationsConfig.codeLifetimeMinutes),
        shares: String(subscription.shares),
        amount: formatCents(subscription.amount_cents, locale),
        reference,
        fingerprint: draft.bulletinSha256.slice(0, 16),
      },
    })
  )
  return {
    ...draft,
    codeHash: codeHash(draft.id, draft.bulletinSha256, code),
    sentAt: now.toISO()!,
    expiresAt: now.plus({ minutes: applicationsConfig.codeLifetimeMinutes }).toISO()!,
    wrongCodes: 0,
  }
}

/** Whether the code signs; a wrong one is counted by the caller. */
export function checkSigningCode(
  pending: PendingSignature,
  code: string,
  clock: Clock
): Result<void, CodeRefusal> {
  if (DateTime.fromISO(pending.expiresAt) <= clock.now()) return err('code_expired')
  if (pending.wrongCodes >= applicationsConfig.codeTries) return err('too_many_tries')
  const isRight = sameHash(pending.codeHash, codeHash(pending.id, pending.bulletinSha256, code))
  if (isRight) return ok(undefined)
  return err(
    pending.wrongCodes + 1 >= applicationsConfig.codeTries ? 'too_many_tries' : 'wrong_code'
  )
}
