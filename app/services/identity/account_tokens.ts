import { randomBytes } from 'node:crypto'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AccountToken, { type TokenPurpose } from '#models/identity/account_token'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'
import { newId } from '#values/id'

const LIFETIME_HOURS: Record<Exclude<TokenPurpose, 'totp_recovery'>, number> = {
  email_verification: 72,
  email_change: 24,
  password_reset: 2,
}

type Issue = {
  accountId: string
  purpose: keyof typeof LIFETIME_HOURS
  clock: Clock
  trx?: TransactionClientContract
}

/**
 * Makes a link's secret (256 bits, URL-safe) and keeps only its hash. An older unused one for the
 * same purpose stops working, so that only the last mail counts.
 */
export async function issueToken({ accountId, purpose, clock, trx }: Issue): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  const now = clock.now()
  await AccountToken.query({ client: trx })
    .where({ account_id: accountId, purpose })
    .whereNull('used_at')
    .delete()
  await AccountToken.create(
    {
      id: newId(),
      accountId,
      purpose,
      tokenHash: sha256Hex(secret),
      expiresAt: now.plus({ hours: LIFETIME_HOURS[purpose] }),
      createdAt: now,
    },
    { client: trx }
  )
  return secret
}

/** The token behind a link, whatever its state; null if there never was one. */
export async function findToken(secret: string, purpose: TokenPurpose) {
  return AccountToken.query()
    .where({ token_hash: sha256Hex(secret), purpose })
    .first()
}

/** True while the link may still be followed. */
export function isUsable(token: AccountToken, clock: Clock): boolean {
  return !token.usedAt && (!token.expiresAt || token.expiresAt > clock.now())
}

/**
 * Spends a token inside the caller's transaction; the account's id, or null if it is unknown,
 * expired or already spent (also when two requests come at the same instant).
 */
export async function spendToken(
  trx: TransactionClientContract,
  secret: string,
  purpose: TokenPurpose,
  clock: Clock
): Promise<string | null> {
  const token = await AccountToken.query({ client: trx })
    .where({ token_hash: sha256Hex(secret), purpose })
    .forUpdate()
    .first()
  if (!token || !isUsable(token, clock)) return null
  await token.merge({ usedAt: clock.now() }).save()
  return token.accountId
}
