import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { canResetPassword, requestPasswordReset, resetPassword } from '#services/identity/passwords'
import { showsOutbox } from '#services/identity/shows_outbox'
import { countAttempt } from '#start/limiter'
import { emailValidator, newPasswordValidator } from '#validators/identity/account'
import { Clock } from '#values/clock'

@inject()
export default class PasswordResetsController {
  constructor(private clock: Clock) {}

  async create({ inertia, session }: HttpContext) {
    return inertia.render('identity/forgotten_password', {
      sentTo: (session.flashMessages.get('sentTo') as string | undefined) ?? null,
      outboxPath: showsOutbox() ? '/dev/outbox' : null,
    })
  }

  /** The same answer whether or not the address has an account. */
  async store(ctx: HttpContext) {
    const { email } = await ctx.request.validateUsing(emailValidator)
    await countAttempt(ctx, 'reset', email)
    await requestPasswordReset(email, this.clock)
    ctx.session.flash('sentTo', email)
    return ctx.response.redirect().toPath('/identity/forgotten-password')
  }

  async edit({ inertia, params, response, session, i18n }: HttpContext) {
    if (!(await canResetPassword(params.token, this.clock))) {
      session.flash('error', i18n.t('identity.errors.unusable_link'))
      return response.redirect().toPath('/identity/forgotten-password')
    }
    response.header('Referrer-Policy', 'no-referrer')
    return inertia.render('identity/reset_password', { token: params.token as string })
  }

  async update({ request, params, response, session, i18n }: HttpContext) {
    const { password } = await request.validateUsing(newPasswordValidator)
    const result = await resetPassword({ secret: params.token, password, clock: this.clock })
    if (!result.ok) {
      session.flash('error', i18n.t('identity.errors.unusable_link'))
      return response.redirect().toPath('/identity/forgotten-password')
    }
    session.flash('success', i18n.t('identity.reset_password.done'))
    return response.redirect().toPath('/identity/sign-in')
  }
}
