import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { bestDoor, listDoors } from '#services/identity/queries/list_doors'

/** Pages for visitors: a signed-in person is taken to their own door. */
export default class GuestMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const account = ctx.auth.use('web').user
    if (account) return ctx.response.redirect(bestDoor(await listDoors(account)))
    return next()
  }
}
