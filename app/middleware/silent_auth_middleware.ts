import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { Clock } from '#values/clock'
import { isSessionAlive } from '#services/identity/sessions'

/**
 * Recognises whoever is signed in, on every page. A revoked session or a closed account is signed
 * out here, whatever the session store still says.
 */
export default class SilentAuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.check()
    const account = ctx.auth.use('web').user
    if (account) {
      const alive = await isSessionAlive(
        {
          sessionId: ctx.session.sessionId,
          accountId: account.id,
          userAgent: ctx.request.header('user-agent') ?? null,
          address: ctx.request.ip(),
        },
        await ctx.containerResolver.make(Clock)
      )
      if (!alive || account.disabledAt || account.closedAt) {
        await ctx.auth.use('web').logout()
        ctx.session.clear()
      }
    }
    return next()
  }
}
