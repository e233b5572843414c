import type { HttpContext } from '@adonisjs/core/http'
import { FACTOR_SESSION_KEY, owesFactor } from '#services/identity/factor_session'

/**
 * In whose name this request acts: the signed-in person, nobody while they still owe the second
 * factor in this session. Pages for everybody ask this, never `auth.user`, which a password alone
 * sets. A bearer token was made by somebody who had shown the factor.
 */
export function actingAccount({ auth, session }: HttpContext) {
  const account = auth.user
  if (!account) return null
  const bySession = auth.authenticatedViaGuard === 'web'
  const owes = bySession && owesFactor(account, session.get(FACTOR_SESSION_KEY))
  return owes ? null : account
}
