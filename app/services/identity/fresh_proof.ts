import type Account from '#models/identity/account'
import { verifySecondFactor } from '#services/identity/verify_second_factor'
import type { Clock } from '#values/clock'

const SIX_DIGITS = /^\d{3}\s?\d{3}$/

/**
 * True if the person shows again, at this moment, that it is they: with the password or with the
 * six digits of their telephone. An open session alone is not enough for what outlives it.
 */
export async function isFreshProof(
  account: Account,
  proof: string,
  clock: Clock
): Promise<boolean> {
  if (account.totpConfirmedAt && SIX_DIGITS.test(proof)) {
    const shown = await verifySecondFactor({ accountId: account.id, code: proof, clock })
    if (shown === 'totp') return true
  }
  return account.verifyPassword(proof)
}
