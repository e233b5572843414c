import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import AccountToken from '#models/identity/account_token'
import { recoveryHash } from '#services/identity/recovery_codes'
import { decryptTotpSecret, matchTotpStep } from '#services/identity/totp'
import type { Clock } from '#values/clock'

export type ShownFactor = 'totp' | 'recovery'

/**
 * Checks the six digits of the telephone, or a recovery code, under a lock on the account: the
 * same code sent twice, even at the same instant, is good once. Null if it is refused.
 */
export async function verifySecondFactor(input: {
  accountId: string
  code: string
  clock: Clock
}): Promise<ShownFactor | null> {
  const code = input.code.replace(/\s/g, '')
  return db.transaction(async (trx) => {
    const account = await Account.query({ client: trx })
      .where('id', input.accountId)
      .forUpdate()
      .firstOrFail()
    if (!account.totpConfirmedAt || !account.totpSecret) return null
    const secret = decryptTotpSecret(account.totpSecret)
    const step = matchTotpStep(secret, code, account.totpLastStep)
    if (step !== null) {
      await account.merge({ totpLastStep: BigInt(step) }).save()
      return 'totp'
    }
    const [spent] = await AccountToken.query({ client: trx })
      .where({ purpose: 'totp_recovery', token_hash: recoveryHash(account.id, code) })
      .whereNull('used_at')
      .update({ used_at: input.clock.now().toSQL() })
    return Number(spent) > 0 ? 'recovery' : null
  })
}
