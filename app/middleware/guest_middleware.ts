import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { CHALLENGE_PATH, FACTOR_SESSION_KEY, owesFactor } from '#services/identity/factor_session'
import { bestDoor, listDoors } from '#services/identity/queries/list_doors'
import { sameSitePath } from '#values/same_site_path'

/**
 * Pages for visitors: a signed-in person is taken to where a link was to lead them or to their own
 * door, by way of the second factor if they still owe it.
 */
export default class GuestMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const account = ctx.auth.use('web').user
    if (!account) return next()
    const to = sameSitePath(ctx.request.input('to'))
    if (owesFactor(account, ctx.session.get(FACTOR_SESSION_KEY))) {
      if (to) ctx.session.setIntendedUrl(to)
      return ctx.response.redirect().toPath(CHALLENGE_PATH)
    }
    return ctx.response.redirect(to ?? bestDoor(await listDoors(account)))
  }
}
