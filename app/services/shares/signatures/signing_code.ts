import { DateTime } from 'luxon'
import mail from '@adonisjs/mail/services/main'
import applicationsConfig from '#config/applications'
import SigningCodeMail, { type SigningCodeLetter } from '#mails/shares/signing_code_mail'
import { codeHash, newCode, sameHash } from '#services/membership/applications/secrets'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/** A text that a member has read and not signed yet; it waits in their session. */
export type Unsigned = {
  id: string
  /** Of the text's RFC 8785 JSON: the code signs just this. */
  sha256: string
  /** Statutes that change before the signature ask for a new text. */
  statuteProfileId: string
}

/** The text with the code that was sent for it; only the code's hash is kept. */
export type Pending<Text extends Unsigned> = Text & {
  codeHash: string
  /** The address that the code went to. */
  email: string
  sentAt: string
  expiresAt: string
  wrongCodes: number
}

export type CodeRefusal = 'code_expired' | 'too_many_tries' | 'wrong_code' | 'statutes_changed'

/** Where a signature came from: kept as evidence. */
export type SignedFrom = { address: string; userAgent: string | null }

/** Sends a code that signs just this text. */
export async function sendSigningCode<Text extends Unsigned>(
  text: Text,
  letter: Omit<SigningCodeLetter, 'code' | 'minutes' | 'fingerprint'>,
  clock: Clock
): Promise<Pending<Text>> {
  const code = newCode()
  const now = clock.now()
  const { codeLifetimeMinutes } = applicationsConfig
  const fingerprint = text.sha256.slice(0, 16)
  const minutes = String(codeLifetimeMinutes)
  await mail.sendLater(new SigningCodeMail({ ...letter, code, minutes, fingerprint }))
  return {
    ...text,
    codeHash: codeHash(text.id, text.sha256, code),
    email: letter.to,
    sentAt: now.toISO()!,
    expiresAt: now.plus({ minutes: codeLifetimeMinutes }).toISO()!,
    wrongCodes: 0,
  }
}

/** Whether the code signs; a wrong one is counted by the caller. */
export function checkSigningCode(
  pending: Pending<Unsigned>,
  code: string,
  clock: Clock
): Result<void, CodeRefusal> {
  if (DateTime.fromISO(pending.expiresAt) <= clock.now()) return err('code_expired')
  if (pending.wrongCodes >= applicationsConfig.codeTries) return err('too_many_tries')
  if (sameHash(pending.codeHash, codeHash(pending.id, pending.sha256, code))) return ok(undefined)
  return err(
    pending.wrongCodes + 1 >= applicationsConfig.codeTries ? 'too_many_tries' : 'wrong_code'
  )
}

/** What shows later that the code was sent and given back, whatever the text was. */
export function codeEvidence(
  { email, sentAt, wrongCodes }: Pending<Unsigned>,
  { address, userAgent }: SignedFrom,
  clock: Clock
) {
  return {
    method: 'one_time_code_by_email',
    email,
    code_sent_at: sentAt,
    signed_at: clock.now().toISO(),
    wrong_codes_before: wrongCodes,
    address,
    user_agent: userAgent,
  }
}
