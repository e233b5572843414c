import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { changePassword } from '#services/identity/passwords'
import { countAttempt } from '#start/limiter'
import { passwordChangeValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

@inject()
export default class PasswordsController {
  constructor(private clock: Clock) {}

  async update(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const data = await ctx.request.validateUsing(passwordChangeValidator)
    await countAttempt(ctx, 'password', account.id)
    const result = await changePassword({
      account,
      current: data.current_password,
      password: data.password,
      sessionId: ctx.session.sessionId,
      clock: this.clock,
    })
    if (!result.ok) throw fieldError(ctx.i18n, 'current_password', result.error)
    ctx.session.flash('success', ctx.i18n.t('identity.account.password_changed'))
    return ctx.response.redirect().toPath('/identity/account')
  }
}
