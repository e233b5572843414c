import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import { findToken, spendToken } from '#services/identity/account_tokens'
import { announceAddress } from '#services/identity/events'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/**
 * Follows the link of a verification mail. A link already used by the same person (a mail program
 * that looks ahead) is a success as long as the address is verified.
 */
export async function verifyEmail(
  secret: string,
  clock: Clock
): Promise<Result<Account, 'unusable_link'>> {
  const verified = await db.transaction(async (trx) => {
    const accountId = await spendToken(trx, secret, 'email_verification', clock)
    if (!accountId) return null
    const account = await Account.findOrFail(accountId, { client: trx })
    return account.merge({ emailVerifiedAt: account.emailVerifiedAt ?? clock.now() }).save()
  })
  if (verified) {
    await announceAddress(verified.id)
    return ok(verified)
  }
  const token = await findToken(secret, 'email_verification')
  const account = token?.usedAt ? await Account.find(token.accountId) : null
  return account?.emailVerifiedAt ? ok(account) : err('unusable_link')
}
