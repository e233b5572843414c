import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { closeAccount, closingRefusal } from '#services/identity/close_account'
import { collectPersonalData } from '#services/identity/personal_data'
import '#services/identity/personal_data_sections'
import { countAttempt } from '#start/limiter'
import { closingValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

@inject()
export default class PersonalDataController {
  constructor(private clock: Clock) {}

  async show({ inertia, auth }: HttpContext) {
    const refusal = await closingRefusal(auth.getUserOrFail().id, this.clock)
    return inertia.render('identity/my_data', { refusal })
  }

  async download({ auth, response }: HttpContext) {
    const account = auth.getUserOrFail()
    response.header('Content-Type', 'application/json; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-mes-donnees.json"')
    response.header('Cache-Control', 'no-store')
    return response.send(JSON.stringify(await collectPersonalData(account), null, 2))
  }

  /** Closes the account for ever, once the password was typed again. */
  async destroy(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const { password } = await ctx.request.validateUsing(closingValidator)
    await countAttempt(ctx, 'password', account.id)
    if (!(await account.verifyPassword(password))) {
      throw fieldError(ctx.i18n, 'password', 'wrong_password')
    }
    const result = await closeAccount(account, this.clock)
    if (!result.ok) throw fieldError(ctx.i18n, 'password', result.error)
    await ctx.auth.use('web').logout()
    ctx.session.clear()
    ctx.session.regenerate()
    ctx.session.flash('success', ctx.i18n.t('identity.my_data.closed'))
    return ctx.response.redirect().toPath('/')
  }
}
