import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import { replaceRecoveryCodes } from '#services/identity/recovery_codes'
import {
  decryptTotpSecret,
  encryptTotpSecret,
  matchTotpStep,
  newTotpSecret,
} from '#services/identity/totp'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/**
 * The secret waiting to be confirmed: made on the first visit and kept, so that reloading the page
 * does not break what the telephone has already scanned. Refused once a factor is confirmed.
 */
export async function pendingTotpSecret(accountId: string): Promise<string | null> {
  return db.transaction(async (trx) => {
    const account = await lockAccount(accountId, trx)
    if (account.totpConfirmedAt) return null
    if (account.totpSecret) return decryptTotpSecret(account.totpSecret)
    const secret = newTotpSecret()
    await account.merge({ totpSecret: encryptTotpSecret(secret) }).save()
    return secret
  })
}

type Refusal = 'already_set_up' | 'wrong_code'

/** Confirms the factor with a first code; gives the recovery codes, to be shown once. */
export async function confirmSecondFactor(input: {
  accountId: string
  code: string
  clock: Clock
}): Promise<Result<string[], Refusal>> {
  return db.transaction(async (trx) => {
    const account = await lockAccount(input.accountId, trx)
    if (account.totpConfirmedAt || !account.totpSecret) return err('already_set_up')
    const secret = decryptTotpSecret(account.totpSecret)
    const step = matchTotpStep(secret, input.code, account.totpLastStep)
    if (step === null) return err('wrong_code')
    await account.merge({ totpConfirmedAt: input.clock.now(), totpLastStep: BigInt(step) }).save()
    await recordAuditEvent(trx, {
      actor: account,
      action: 'identity.confirm_second_factor',
      subject: { type: 'account', id: account.id },
      clock: input.clock,
    })
    return ok(await replaceRecoveryCodes(trx, account.id, input.clock))
  })
}

/** A factor with a known secret, already confirmed: for the demo's staff and for tests. */
export async function setFixedSecondFactor(account: Account, secret: string, clock: Clock) {
  account.merge({
    totpSecret: encryptTotpSecret(secret),
    totpConfirmedAt: clock.now(),
    totpLastStep: null,
  })
  await account.save()
}

async function lockAccount(id: string, trx: Awaited<ReturnType<typeof db.transaction>>) {
  return Account.query({ client: trx }).where('id', id).forUpdate().firstOrFail()
}
