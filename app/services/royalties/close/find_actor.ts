import Account from '#models/identity/account'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import { RoyaltiesError } from '#services/royalties/errors'
import type { Actor } from '#services/identity/record_audit_event'

/** The account with this e-mail, or the program itself when none is named. @throws RoyaltiesError */
export async function findActor(email?: string): Promise<Actor> {
  if (!email) return SYSTEM_ACTOR
  const account = await Account.findBy('email', email.trim().toLowerCase())
  if (!account) {
    throw new RoyaltiesError('unknown_account', `No account has the e-mail ${email}`, { email })
  }
  return account
}
