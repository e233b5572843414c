import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goOn } from '#controllers/identity/sign_in_controller'
import { demoTotpCode } from '#services/identity/demo_code'
import { FACTOR_SESSION_KEY, owesFactor } from '#services/identity/factor_session'
import { countRecoveryCodes } from '#services/identity/recovery_codes'
import { verifySecondFactor } from '#services/identity/verify_second_factor'
import { countAttempt, forgetAttempts } from '#start/limiter'
import { codeValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

/** The second factor, asked for after the password. */
@inject()
export default class ChallengesController {
  constructor(private clock: Clock) {}

  async show(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    if (!owesFactor(account, ctx.session.get(FACTOR_SESSION_KEY))) return goOn(ctx, account)
    return ctx.inertia.render('identity/challenge', { demoCode: demoTotpCode(account) })
  }

  async store(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const { code } = await ctx.request.validateUsing(codeValidator)
    await countAttempt(ctx, 'factor', account.id)
    const factor = await verifySecondFactor({ accountId: account.id, code, clock: this.clock })
    if (!factor) throw fieldError(ctx.i18n, 'code', 'wrong_code')
    await forgetAttempts(ctx, 'factor', account.id)
    ctx.session.put(FACTOR_SESSION_KEY, account.id)
    if (factor === 'recovery') {
      const left = String(await countRecoveryCodes(account.id))
      ctx.session.flash('success', ctx.i18n.t('identity.challenge.recovery_used', { left }))
    }
    return goOn(ctx, account)
  }
}
