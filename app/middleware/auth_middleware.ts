import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { Authenticators } from '@adonisjs/auth/types'
import { errors } from '@adonisjs/auth'
import { Exception } from '@adonisjs/core/exceptions'
import {
  CHALLENGE_PATH,
  FACTOR_SESSION_KEY,
  owesFactor,
  SIGN_IN_PATH,
} from '#services/identity/factor_session'

type Options = {
  guards?: (keyof Authenticators)[]
  /** Only for the pages where the factor itself is shown. */
  withoutFactor?: boolean
  /** What a bearer token must be allowed to do; without it none is taken. */
  ability?: string
}

/**
 * A signed-in person. Whoever has set up a second factor is signed in only once it was shown in
 * this session; a token was made by somebody who had shown it.
 */
export default class AuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn, options: Options = {}) {
    const account = await ctx.auth.authenticateUsing(options.guards, { loginRoute: SIGN_IN_PATH })
    if (account.disabledAt || account.closedAt) {
      throw new errors.E_UNAUTHORIZED_ACCESS('This account is closed', {
        guardDriverName: 'session',
        redirectTo: SIGN_IN_PATH,
      })
    }
    const bySession = ctx.auth.authenticatedViaGuard === 'web'
    if (!bySession && !isAllowed(ctx, options.ability)) {
      throw new Exception('This token does not allow it', { status: 403 })
    }
    const shownFor = bySession ? ctx.session.get(FACTOR_SESSION_KEY) : account.id
    if (!options.withoutFactor && owesFactor(account, shownFor)) {
      return askForFactor(ctx)
    }
    return next()
  }
}

function isAllowed({ auth }: HttpContext, ability?: string): boolean {
  const { currentAccessToken } = auth.use('api').getUserOrFail()
  return ability !== undefined && currentAccessToken.allows(ability)
}

/** Sends to the challenge and back to where the person wanted to go; APIs get a plain 401. */
export function askForFactor(ctx: HttpContext) {
  if (ctx.request.accepts(['html', 'json']) === 'json' && !ctx.request.header('x-inertia')) {
    throw new errors.E_UNAUTHORIZED_ACCESS('The second factor has to be shown first', {
      guardDriverName: 'access_tokens',
    })
  }
  if (ctx.request.method() === 'GET') ctx.session.setIntendedUrl(ctx.request.url(true))
  return ctx.response.redirect().toPath(CHALLENGE_PATH)
}
