import Account from '#models/identity/account'
import { isFreshProof } from '#services/identity/fresh_proof'
import { sendAccountMail } from '#services/identity/send_account_mail'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/** All that a bearer token may do. */
export const STATEMENTS_ABILITY = 'statements:read'

/**
 * Makes a bearer token with which a program reads its owner's statements and nothing else, and
 * tells the owner by mail.
 *
 * @returns the token's text, to be shown once
 */
export async function createApiToken(input: {
  account: Account
  name: string
  days: number
  /** The password or the six digits of the telephone. */
  proof: string
  clock: Clock
}): Promise<Result<string, 'wrong_proof'>> {
  const { account, name, days, proof, clock } = input
  if (!(await isFreshProof(account, proof, clock))) return err('wrong_proof')
  const options = { name, expiresIn: `${days} days` }
  const token = await Account.accessTokens.create(account, [STATEMENTS_ABILITY], options)
  await sendAccountMail(account, {
    kind: 'api_token_created',
    path: '/identity/api-tokens',
    data: { token: name },
  })
  return ok(token.value!.release())
}
