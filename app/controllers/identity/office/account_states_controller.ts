import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/identity/office_policy'
import {
  disableAccount,
  resetSecondFactor,
  restoreAccount,
} from '#services/identity/manage_account'
import { reasonValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

/** Suspending and restoring an account, and taking a lost second factor off: always with a reason. */
@inject()
export default class AccountStatesController {
  constructor(private clock: Clock) {}

  async disable(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manageAccounts')
    const act = await this.#act(ctx)
    if (act.accountId === act.actor.id) throw fieldError(ctx.i18n, 'reason', 'not_yourself')
    await disableAccount(act)
    return this.#done(ctx, 'disabled')
  }

  async restore(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manageAccounts')
    await restoreAccount(await this.#act(ctx))
    return this.#done(ctx, 'restored')
  }

  async resetFactor(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('resetSecondFactor')
    const act = await this.#act(ctx)
    if (act.accountId === act.actor.id) throw fieldError(ctx.i18n, 'reason', 'not_yourself')
    await resetSecondFactor(act)
    return this.#done(ctx, 'factor_reset')
  }

  async #act({ auth, params, request }: HttpContext) {
    const { reason } = await request.validateUsing(reasonValidator)
    return {
      actor: auth.getUserOrFail(),
      accountId: params.id as string,
      reason,
      clock: this.clock,
    }
  }

  #done({ session, response, params, i18n }: HttpContext, key: string) {
    session.flash('success', i18n.t(`identity.office.accounts.${key}`))
    return response.redirect().toPath(`/identity/office/accounts/${params.id}`)
  }
}
