import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import { issueToken, spendToken } from '#services/identity/account_tokens'
import { announceAddress } from '#services/identity/events'
import { sendAccountMail } from '#services/identity/send_account_mail'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/**
 * Asks for another address: nothing changes until the link sent there is followed. An address that
 * belongs to another account is answered in the same way, and nothing is sent.
 */
export async function requestEmailChange(account: Account, email: string, clock: Clock) {
  const taken = await Account.query().where('email', email).whereNot('id', account.id).first()
  await account.merge({ pendingEmail: email }).save()
  const secret = await issueToken({ accountId: account.id, purpose: 'email_change', clock })
  if (taken) return
  await sendAccountMail(
    account,
    { kind: 'email_change', path: `/identity/change-email/${secret}`, data: { email } },
    email
  )
}

/** Follows the link: the address changes, and the former address is told. */
export async function confirmEmailChange(
  secret: string,
  clock: Clock
): Promise<Result<Account, 'unusable_link'>> {
  const changed = await db.transaction(async (trx) => {
    const accountId = await spendToken(trx, secret, 'email_change', clock)
    if (!accountId) return null
    const account = await Account.query({ client: trx })
      .where('id', accountId)
      .forUpdate()
      .firstOrFail()
    const email = account.pendingEmail
    const taken = email && (await Account.query({ client: trx }).where('email', email).first())
    if (!email || taken) return null
    const former = account.email
    await account.merge({ email, pendingEmail: null, emailVerifiedAt: clock.now() }).save()
    return { account, former }
  })
  if (!changed) return err('unusable_link')
  const { account, former } = changed
  await announceAddress(account.id)
  await sendAccountMail(account, { kind: 'email_changed', data: { email: account.email } }, former)
  return ok(account)
}
