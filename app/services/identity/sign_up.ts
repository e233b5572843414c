import hash from '@adonisjs/core/services/hash'
import Account from '#models/identity/account'
import { issueToken } from '#services/identity/account_tokens'
import { createAccount } from '#services/identity/create_account'
import { sendAccountMail } from '#services/identity/send_account_mail'
import type { Clock } from '#values/clock'

type SignUp = {
  email: string
  fullName: string
  password: string
  locale: 'fr' | 'en'
  clock: Clock
}

/**
 * Opens an account and writes to its address. Where the address already has one, its owner gets a
 * mail that says so and the visitor sees the same page: nobody learns who has an account here.
 * Gives the new account's id, or null where there already was one.
 */
export async function signUp(input: SignUp): Promise<string | null> {
  const existing = await Account.findBy('email', input.email)
  if (existing) {
    /** The same work as for a new account, so that the time of the answer says nothing. */
    await hash.make(input.password)
    await sendAccountMail(existing, { kind: 'already_registered', path: '/identity/sign-in' })
    return null
  }
  const created = await createAccount(input)
  if (!created.ok) return null
  await sendVerification(created.value, input.clock)
  return created.value.id
}

/** (Re)sends the link that proves the address; the older link stops working. */
export async function sendVerification(account: Account, clock: Clock) {
  const secret = await issueToken({ accountId: account.id, purpose: 'email_verification', clock })
  await sendAccountMail(account, {
    kind: 'email_verification',
    path: `/identity/verify-email/${secret}`,
  })
}
