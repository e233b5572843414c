import app from '@adonisjs/core/services/app'
import type Account from '#models/identity/account'
import { decryptTotpSecret, freshTotpCode } from '#services/identity/totp'
import env from '#start/env'

/**
 * The code that a telephone would show, for the demo's visitors, who have not the staff's phones.
 * Null outside the demo, and always null in production.
 */
export function demoTotpCode(account: Account): string | null {
  if (app.inProduction || !env.get('PEERFY_DEMO') || !account.totpSecret) return null
  return freshTotpCode(decryptTotpSecret(account.totpSecret), account.totpLastStep)
}
