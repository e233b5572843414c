import { randomInt } from 'node:crypto'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AccountToken from '#models/identity/account_token'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'
import { newId } from '#values/id'

const COUNT = 10
const GROUPS = 3
/** Without 0, 1, i, l, o and u: what is read aloud or off paper must not be mistaken. */
const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz'

function newCode(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** As stored: bound to the account, so that equal codes of two people do not collide. */
export function recoveryHash(accountId: string, code: string): string {
  return sha256Hex(`${accountId}|${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
}

/** Replaces an account's recovery codes; the ten new ones are shown once and kept as hashes. */
export async function replaceRecoveryCodes(
  trx: TransactionClientContract,
  accountId: string,
  clock: Clock
): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode)
  await AccountToken.query({ client: trx })
    .where({ account_id: accountId, purpose: 'totp_recovery' })
    .delete()
  await AccountToken.createMany(
    codes.map((code) => ({
      id: newId(),
      accountId,
      purpose: 'totp_recovery' as const,
      tokenHash: recoveryHash(accountId, code),
      expiresAt: null,
      createdAt: clock.now(),
    })),
    { client: trx }
  )
  return codes
}

/** How many codes are left to an account. */
export async function countRecoveryCodes(accountId: string): Promise<number> {
  const rows = await AccountToken.query()
    .where({ account_id: accountId, purpose: 'totp_recovery' })
    .whereNull('used_at')
  return rows.length
}
