import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { chooseCauses } from '#services/royalties/causes/choose_causes'
import { RoyaltiesError } from '#services/royalties/errors'
import { causeBoard } from '#services/royalties/queries/cause_board'
import { findSubscriber } from '#services/subscriptions/queries/find_subscriber'
import { refusedField } from '#transformers/royalties/refusal'
import { causesValidator } from '#validators/royalties/months'
import { Clock } from '#values/clock'

/** Where a subscriber's own causes stand; somebody without a subscription is sent to get one. */
@inject()
export default class CausesController {
  constructor(protected clock: Clock) {}

  async show(ctx: HttpContext) {
    const subscriber = await findSubscriber(ctx.auth.getUserOrFail().id)
    if (!subscriber) return this.#sendToSubscribe(ctx)
    const { causes, chosen, ...rest } = await causeBoard(subscriber.id, this.clock)
    return ctx.inertia.render('royalties/causes', {
      ...rest,
      causes: causes.map(({ cause, votedBasisPoints }) => ({
        id: cause.id,
        name: cause.name,
        description: cause.description(ctx.i18n.locale),
        url: cause.url,
        votedBasisPoints,
      })),
      chosen: chosen.map((line) => ({ causeId: line.cause_id, basisPoints: line.basis_points })),
    })
  }

  async store(ctx: HttpContext) {
    const { auth, request, response, session, i18n } = ctx
    const subscriber = await findSubscriber(auth.getUserOrFail().id)
    if (!subscriber) return this.#sendToSubscribe(ctx)
    const { lines } = await request.validateUsing(causesValidator)
    try {
      await chooseCauses({
        subscriberId: subscriber.id,
        lines: lines.map((line) => ({ cause_id: line.causeId, basis_points: line.basisPoints })),
        clock: this.clock,
      })
    } catch (error) {
      if (error instanceof RoyaltiesError) throw refusedField(i18n, 'lines', error)
      throw error
    }
    session.flash('success', i18n.t(`royalties.causes.${lines.length ? 'chosen' : 'voted_again'}`))
    return response.redirect().toRoute('royalties.causes.show')
  }

  #sendToSubscribe({ session, response, i18n }: HttpContext) {
    session.flash('error', i18n.t('royalties.causes.subscribe_first'))
    return response.redirect().toRoute('subscriptions.mine.show')
  }
}
