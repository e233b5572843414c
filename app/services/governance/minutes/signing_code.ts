import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import applicationsConfig from '#config/applications'
import MinutesCodeMail from '#mails/governance/minutes_code_mail'
import type Account from '#models/identity/account'
import type Minutes from '#models/governance/minutes'
import { codeHash, newCode, sameHash } from '#services/membership/applications/secrets'
import type { Clock } from '#values/clock'

/** Sends a code that signs just this text of the minutes; an older one stops working. */
export async function sendMinutesCode(input: {
  minutes: Minutes
  account: Account
  title: string
  clock: Clock
}): Promise<void> {
  const { minutes, account, title, clock } = input
  const code = newCode()
  const minutesAllowed = applicationsConfig.codeLifetimeMinutes
  await db
    .table('minutes_codes')
    .insert({
      minutes_id: minutes.id,
      account_id: account.id,
      code_hash: codeHash(minutes.id, minutes.sha256!, code),
      expires_at: clock.now().plus({ minutes: minutesAllowed }).toISO(),
      attempts: 0,
    })
    .onConflict(['minutes_id', 'account_id'])
    .merge()
  const data = {
    name: account.fullName,
    code,
    title,
    minutes: String(minutesAllowed),
    fingerprint: minutes.sha256!.slice(0, 16),
  }
  await mail.sendLater(new MinutesCodeMail({ to: account.email, locale: account.locale, data }))
}

/** Whether a code signs this text; a wrong one counts, and too many end the code. */
export async function spendMinutesCode(
  client: TransactionClientContract,
  input: { minutes: Minutes; accountId: string; code: string; clock: Clock }
): Promise<boolean> {
  const { minutes, accountId, code, clock } = input
  const place = { minutes_id: minutes.id, account_id: accountId }
  const kept = await client.from('minutes_codes').where(place).forUpdate().first()
  if (!kept || DateTime.fromJSDate(kept.expires_at) <= clock.now()) return false
  if (kept.attempts >= applicationsConfig.codeTries) return false
  if (sameHash(kept.code_hash, codeHash(minutes.id, minutes.sha256!, code))) {
    await client.from('minutes_codes').where(place).delete()
    return true
  }
  await client.from('minutes_codes').where(place).increment('attempts', 1)
  return false
}
