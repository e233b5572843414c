import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import OfficePolicy from '#policies/royalties/office_policy'
import { enqueueClose } from '#services/royalties/close/enqueue_close'
import { RoyaltiesError, UnknownPeriodError } from '#services/royalties/errors'
import { closeActions } from '#services/royalties/queries/close_actions'
import { closeView } from '#services/royalties/queries/close_view'
import { listPeriods } from '#services/royalties/queries/list_periods'
import { periodToClose } from '#services/royalties/queries/months_register'
import { closeWords } from '#transformers/royalties/close_words'
import { presentClose } from '#transformers/royalties/month_close'
import { refusalText } from '#transformers/royalties/refusal'
import { Clock } from '#values/clock'

/** The month as a checklist: what is done, what does not hold, who has to act. */
@inject()
export default class CloseController {
  constructor(protected clock: Clock) {}

  /** The month that waits first. */
  async index({ bouncer, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewMonths')
    const period = await periodToClose()
    if (!period) return response.redirect().toRoute('royalties.office.periods.index')
    return response.redirect().toRoute('royalties.office.close.show', { period })
  }

  async show(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('viewMonths')
    const periods = await listPeriods()
    return ctx.inertia.render('royalties/office/close', {
      ...(await this.#read(ctx)),
      periods: periods.map((row) => row.period),
      csrfToken: ctx.request.csrfToken,
    })
  }

  /** The same as JSON, for whoever watches a close without the page. */
  async progress(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('viewMonths')
    ctx.response.header('Cache-Control', 'no-store')
    return this.#read(ctx)
  }

  /** Begins the close on the workers, or goes on with one that stopped. */
  async store({ auth, bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('closePeriod')
    const { period } = params
    try {
      await enqueueClose({ period, actor: auth.getUserOrFail(), clock: this.clock })
    } catch (error) {
      if (!(error instanceof RoyaltiesError)) throw error
      session.flash('error', refusalText(i18n, error))
      if (error instanceof UnknownPeriodError) {
        return response.redirect().toRoute('royalties.office.periods.index')
      }
    }
    return response.redirect().toRoute('royalties.office.close.show', { period })
  }

  async #read({ auth, params, request, i18n }: HttpContext) {
    try {
      const view = await closeView({ period: params.period, clock: this.clock })
      return {
        close: presentClose(view, closeWords(i18n)),
        actions: await closeActions(view, auth.getUserOrFail().id),
      }
    } catch (error) {
      if (error instanceof UnknownPeriodError) {
        throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
      }
      throw error
    }
  }
}
