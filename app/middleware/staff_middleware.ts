import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * The office's door: a signed-in person whose second factor is confirmed and has been shown in
 * this session. Which act a role allows is for the policies to say.
 */
export default class StaffMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.authenticateUsing(['web'], { loginRoute: '/identity/sign-in' })
    return next()
  }
}
