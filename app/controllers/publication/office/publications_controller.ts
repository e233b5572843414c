import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import MonthPolicy from '#policies/publication/month_policy'
import { approvePublication } from '#services/publication/approve_publication'
import { PublicationError } from '#services/publication/errors'
import { publishPeriod } from '#services/publication/publish_period'
import { retryPublication } from '#services/publication/retry_publication'
import { RoyaltiesError } from '#services/royalties/errors'
import { refusalText } from '#transformers/publication/refusal'
import { refusalText as royaltiesRefusal } from '#transformers/royalties/refusal'
import { approvalValidator } from '#validators/publication/office'
import { Clock } from '#values/clock'

/** Approving a month and publishing it; the page is that of its close. */
@inject()
export default class PublicationsController {
  constructor(protected clock: Clock) {}

  async approve(ctx: HttpContext) {
    await ctx.bouncer.with(MonthPolicy).authorize('approve')
    const seen = await ctx.request.validateUsing(approvalValidator)
    const actor = ctx.auth.getUserOrFail()
    return this.#act(ctx, 'approved', (period) =>
      approvePublication({ period, actor, ...seen, clock: this.clock })
    )
  }

  async publish(ctx: HttpContext) {
    await ctx.bouncer.with(MonthPolicy).authorize('publish')
    const actor = ctx.auth.getUserOrFail()
    return this.#act(ctx, 'publishing', (period) =>
      publishPeriod({ period, actor, clock: this.clock })
    )
  }

  async retry(ctx: HttpContext) {
    await ctx.bouncer.with(MonthPolicy).authorize('publish')
    const actor = ctx.auth.getUserOrFail()
    return this.#act(ctx, 'publishing', (period) =>
      retryPublication({ period, actor, clock: this.clock })
    )
  }

  /** A refusal is told on the page of the month; nothing was changed then. */
  async #act(
    { params, session, response, i18n }: HttpContext,
    done: string,
    act: (period: string) => Promise<unknown>
  ) {
    const { period } = params
    try {
      await act(period)
      session.flash('success', i18n.t(`publication.office.${done}`))
    } catch (error) {
      if (error instanceof PublicationError) session.flash('error', refusalText(i18n, error))
      else if (error instanceof RoyaltiesError) {
        session.flash('error', royaltiesRefusal(i18n, error))
        return response.redirect().toRoute('royalties.office.periods.index')
      } else throw error
    }
    return response.redirect().toRoute('royalties.office.close.show', { period })
  }
}
