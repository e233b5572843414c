import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import { findToken, isUsable, issueToken, spendToken } from '#services/identity/account_tokens'
import { announceAddress } from '#services/identity/events'
import { sendAccountMail } from '#services/identity/send_account_mail'
import { revokeSessions } from '#services/identity/sessions'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/** Sends a reset link if the address has an open account; the answer is the same if it has none. */
export async function requestPasswordReset(email: string, clock: Clock) {
  const account = await Account.findBy('email', email)
  if (!account || account.closedAt || account.disabledAt) return
  const secret = await issueToken({ accountId: account.id, purpose: 'password_reset', clock })
  await sendAccountMail(account, {
    kind: 'password_reset',
    path: `/identity/reset-password/${secret}`,
  })
}

/** True while a reset link may still be used. */
export async function canResetPassword(secret: string, clock: Clock): Promise<boolean> {
  const token = await findToken(secret, 'password_reset')
  return token !== null && isUsable(token, clock)
}

/**
 * Sets a new password by a reset link. Every session and API token ends; the link proves the
 * address. The second factor stays: a mailbox alone does not open a staff account.
 */
export async function resetPassword(input: {
  secret: string
  password: string
  clock: Clock
}): Promise<Result<Account, 'unusable_link'>> {
  const account = await db.transaction(async (trx) => {
    const accountId = await spendToken(trx, input.secret, 'password_reset', input.clock)
    if (!accountId) return null
    const found = await Account.findOrFail(accountId, { client: trx })
    if (found.closedAt || found.disabledAt) return null
    found.merge({
      password: input.password,
      emailVerifiedAt: found.emailVerifiedAt ?? input.clock.now(),
    })
    await trx.from('auth_access_tokens').where('tokenable_id', found.id).delete()
    return found.save()
  })
  if (!account) return err('unusable_link')
  await announceAddress(account.id)
  await revokeSessions({ accountId: account.id, clock: input.clock })
  await sendAccountMail(account, { kind: 'password_changed', path: '/identity/forgotten-password' })
  return ok(account)
}

/** Changes the password of a signed-in person; their other sessions and all API tokens end. */
export async function changePassword(input: {
  account: Account
  current: string
  password: string
  sessionId: string
  clock: Clock
}): Promise<Result<void, 'wrong_password'>> {
  const { account, clock } = input
  if (!(await account.verifyPassword(input.current))) return err('wrong_password')
  await db.transaction(async (trx) => {
    await account.merge({ password: input.password }).useTransaction(trx).save()
    await trx.from('auth_access_tokens').where('tokenable_id', account.id).delete()
  })
  await revokeSessions({ accountId: account.id, exceptSessionId: input.sessionId, clock })
  await sendAccountMail(account, { kind: 'password_changed', path: '/identity/forgotten-password' })
  return ok(undefined)
}
