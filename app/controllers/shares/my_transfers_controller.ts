import { inject, errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ShareTransfer from '#models/shares/share_transfer'
import { findTaker } from '#services/shares/queries/find_taker'
import { memberOfAccount } from '#services/shares/queries/my_shares'
import { withdrawTransfer } from '#services/shares/transfers/end_transfer'
import { requestTransfer } from '#services/shares/transfers/request_transfer'
import { refusalText, refusedShares } from '#transformers/shares/refusal'
import { transferValidator } from '#validators/shares/mine'
import { Clock } from '#values/clock'
import { parseEuros } from '#values/money'

/** A member hands shares to another, or takes the request back. */
@inject()
export default class MyTransfersController {
  constructor(protected clock: Clock) {}

  async store({ auth, request, response, session, i18n }: HttpContext) {
    const { number, name, shares, price } = await request.validateUsing(transferValidator)
    const refuse = (field: string, code: string) =>
      refusedShares(i18n, field, { code, figures: {} })
    const member = await memberOfAccount(auth.getUserOrFail().id)
    if (!member) throw refuse('shares', 'giver_not_a_member')
    const priceCents = price ? parseEuros(price) : null
    if (price && priceCents === null) throw refuse('price', 'not_an_amount')
    const taker = await findTaker(number, name)
    if (!taker) throw refuse('number', 'unknown_taker')
    const outcome = await requestTransfer({
      fromMemberId: member.id,
      toMemberId: taker.id,
      shares,
      priceCents,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedShares(i18n, 'shares', outcome.error)
    session.flash('success', i18n.t('shares.transfer.asked', { name: taker.displayName, shares }))
    return response.redirect().toRoute('shares.mine.show')
  }

  async destroy({ auth, params, request, response, session, i18n }: HttpContext) {
    const member = await memberOfAccount(auth.getUserOrFail().id)
    const transfer =
      member &&
      (await ShareTransfer.query().where({ id: params.id, fromMemberId: member.id }).first())
    if (!transfer) throw new errors.E_ROUTE_NOT_FOUND(['DELETE', request.url()])
    const outcome = await withdrawTransfer({
      transferId: transfer.id,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) session.flash('error', refusalText(i18n, outcome.error))
    else session.flash('success', i18n.t('shares.transfer.withdrawn'))
    return response.redirect().toRoute('shares.mine.show')
  }
}
