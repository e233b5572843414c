import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { rememberWayBack } from '#controllers/identity/sign_in_controller'
import { signUp } from '#services/identity/sign_up'
import { countAttempt } from '#start/limiter'
import { signUpValidator } from '#validators/identity/account'
import { Clock } from '#values/clock'

/** In the session: the account just opened in this browser, so that its link also signs in. */
export const PENDING_ACCOUNT_KEY = 'identity_pending_account'

@inject()
export default class SignUpController {
  constructor(private clock: Clock) {}

  async create(ctx: HttpContext) {
    rememberWayBack(ctx)
    return ctx.inertia.render('identity/sign_up', {})
  }

  /** The same answer whether or not the address has an account. */
  async store(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const data = await request.validateUsing(signUpValidator)
    await countAttempt(ctx, 'sign_up')
    const accountId = await signUp({
      email: data.email,
      fullName: data.full_name,
      password: data.password,
      locale: i18n.locale === 'en' ? 'en' : 'fr',
      clock: this.clock,
    })
    session.put(PENDING_ACCOUNT_KEY, accountId ?? 'none')
    session.flash('email', data.email)
    return response.redirect().toPath('/identity/verify-email')
  }
}
