import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { errors as bouncerErrors } from '@adonisjs/bouncer'
import { AuthorizationResponse } from '@adonisjs/bouncer'
import { askForFactor } from '#middleware/auth_middleware'
import {
  FACTOR_SESSION_KEY,
  owesFactor,
  SET_UP_PATH,
  SIGN_IN_PATH,
} from '#services/identity/factor_session'
import { listDoors } from '#services/identity/queries/list_doors'

/**
 * The office's door: a signed-in person with a role or an approver's mandate, whose address is
 * verified and whose second factor is confirmed and has been shown in this session. Which act a
 * role allows is for the policies to say.
 */
export default class StaffMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const account = await ctx.auth.authenticateUsing(['web'], { loginRoute: SIGN_IN_PATH })
    const doors = await listDoors(account)
    if (!doors.office || account.disabledAt || account.closedAt) {
      throw new bouncerErrors.E_AUTHORIZATION_FAILURE(AuthorizationResponse.deny())
    }
    if (!account.emailVerifiedAt) return this.#sendTo(ctx, '/identity/verify-email', 'verify_first')
    if (!account.totpConfirmedAt) return this.#sendTo(ctx, SET_UP_PATH, 'factor_required')
    if (owesFactor(account, ctx.session.get(FACTOR_SESSION_KEY))) return askForFactor(ctx)
    return next()
  }

  #sendTo(ctx: HttpContext, path: string, reason: string) {
    if (ctx.request.method() === 'GET') ctx.session.setIntendedUrl(ctx.request.url(true))
    ctx.session.flash('error', ctx.i18n.t(`identity.errors.${reason}`))
    return ctx.response.redirect().toPath(path)
  }
}
