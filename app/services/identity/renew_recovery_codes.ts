import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import { isFreshProof } from '#services/identity/fresh_proof'
import { replaceRecoveryCodes } from '#services/identity/recovery_codes'
import { sendAccountMail } from '#services/identity/send_account_mail'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/** Ten new recovery codes in place of the old ones, to be shown once; the owner is told by mail. */
export async function renewRecoveryCodes(input: {
  account: Account
  /** The password or the six digits of the telephone. */
  proof: string
  clock: Clock
}): Promise<Result<string[], 'wrong_proof'>> {
  const { account, proof, clock } = input
  if (!(await isFreshProof(account, proof, clock))) return err('wrong_proof')
  const codes = await db.transaction((trx) => replaceRecoveryCodes(trx, account.id, clock))
  await sendAccountMail(account, {
    kind: 'recovery_codes_renewed',
    path: '/identity/forgotten-password',
  })
  return ok(codes)
}
