import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { restoreCause, retireCause } from '#services/royalties/causes/retire_cause'
import { RoyaltiesError } from '#services/royalties/errors'
import { refusalText } from '#transformers/royalties/refusal'
import { Clock } from '#values/clock'

/** Whether a cause is proposed: one that is not stays wherever it is named. */
@inject()
export default class CauseStatesController {
  constructor(protected clock: Clock) {}

  async retire(ctx: HttpContext) {
    const { session, i18n } = ctx
    await ctx.bouncer.with(OfficePolicy).authorize('managePolicy')
    try {
      const { name } = await retireCause(this.#act(ctx))
      session.flash('success', i18n.t('royalties.office.causes.retired_flash', { name }))
    } catch (error) {
      if (!(error instanceof RoyaltiesError)) throw error
      session.flash('error', refusalText(i18n, error))
    }
    return ctx.response.redirect().toRoute('royalties.office.causes.index')
  }

  async restore(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('managePolicy')
    const { name } = await restoreCause(this.#act(ctx))
    ctx.session.flash('success', ctx.i18n.t('royalties.office.causes.restored_flash', { name }))
    return ctx.response.redirect().toRoute('royalties.office.causes.index')
  }

  #act({ auth, params }: HttpContext) {
    return { causeId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
