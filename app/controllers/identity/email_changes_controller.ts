import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { confirmEmailChange, requestEmailChange } from '#services/identity/change_email'
import { countAttempt } from '#start/limiter'
import { emailChangeValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

@inject()
export default class EmailChangesController {
  constructor(private clock: Clock) {}

  async store(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const data = await ctx.request.validateUsing(emailChangeValidator)
    await countAttempt(ctx, 'password', account.id)
    if (!(await account.verifyPassword(data.current_password))) {
      throw fieldError(ctx.i18n, 'current_password', 'wrong_password')
    }
    if (data.email === account.email) throw fieldError(ctx.i18n, 'email', 'same_email')
    await requestEmailChange(account, data.email, this.clock)
    ctx.session.flash('success', ctx.i18n.t('identity.account.email_sent', { email: data.email }))
    return ctx.response.redirect().toPath('/identity/account')
  }

  async confirm({ params, session, response, i18n, auth }: HttpContext) {
    const result = await confirmEmailChange(params.token, this.clock)
    if (result.ok) session.flash('success', i18n.t('identity.account.email_changed'))
    else session.flash('error', i18n.t('identity.errors.unusable_link'))
    return response.redirect().toPath(auth.user ? '/identity/account' : '/identity/sign-in')
  }
}
