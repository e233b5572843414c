import { inject, errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ShareTransfer from '#models/shares/share_transfer'
import { findTaker } from '#services/shares/queries/find_taker'
import { memberOfAccount } from '#services/shares/queries/my_shares'
import { withdrawTransfer } from '#services/shares/transfers/end_transfer'
import {
  draftTransfer,
  signTransfer,
  type PendingOrder,
} from '#services/shares/transfers/sign_transfer'
import { countAttempt } from '#start/limiter'
import { refusalText, refusedShares } from '#transformers/shares/refusal'
import { signedFrom } from '#transformers/shares/signed_from'
import { signatureValidator, transferValidator } from '#validators/shares/mine'
import { Clock } from '#values/clock'
import { parseEuros } from '#values/money'

/** Where an order waits for its code, in the session of whoever will sign it. */
export const PENDING_ORDER = 'pending_order'

/** A member hands shares to another: an order, a code by e-mail, a signature; or takes it back. */
@inject()
export default class MyTransfersController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const { auth, request, response, session, i18n } = ctx
    const { number, name, shares, price } = await request.validateUsing(transferValidator)
    const refuse = (field: string, code: string) =>
      refusedShares(i18n, field, { code, figures: {} })
    const giver = await memberOfAccount(auth.getUserOrFail().id)
    if (!giver) throw refuse('shares', 'giver_not_a_member')
    const priceCents = price ? parseEuros(price) : null
    if (price && priceCents === null) throw refuse('price', 'not_an_amount')
    const taker = await findTaker(number, name)
    if (!taker) throw refuse('number', 'unknown_taker')
    await countAttempt(ctx, 'signature_code', giver.id)
    const locale = i18n.locale === 'en' ? 'en' : 'fr'
    const asked = { giver, toMemberId: taker.id, shares, priceCents, clock: this.clock }
    const outcome = await draftTransfer({ ...asked, locale })
    if (!outcome.ok) throw refusedShares(i18n, 'shares', outcome.error)
    session.put(PENDING_ORDER, outcome.value)
    session.flash('success', i18n.t('shares.more.code_sent', { email: giver.email }))
    return response.redirect().toRoute('shares.mine.show')
  }

  async sign(ctx: HttpContext) {
    const { auth, request, response, session, i18n } = ctx
    const { code } = await request.validateUsing(signatureValidator)
    const actor = auth.getUserOrFail()
    const giver = await memberOfAccount(actor.id)
    const pending = session.get(PENDING_ORDER) as PendingOrder | undefined
    if (!giver || pending?.order.giver.member_id !== giver.id)
      throw refusedShares(i18n, 'code', { code: 'code_expired', figures: {} })
    await countAttempt(ctx, 'signature', giver.id)
    const outcome = await signTransfer({
      ...{ giver, pending, code, actor, clock: this.clock },
      ...signedFrom(ctx),
    })
    if (!outcome.ok) {
      session.put(PENDING_ORDER, { ...pending, wrongCodes: pending.wrongCodes + 1 })
      throw refusedShares(i18n, 'code', outcome.error)
    }
    session.forget(PENDING_ORDER)
    const { taker, transfer } = pending.order
    const said = { name: taker.name, shares: transfer.shares }
    session.flash('success', i18n.t('shares.transfer.asked', said))
    return response.redirect().toRoute('shares.mine.show')
  }

  /** The order is left unsigned. */
  async leave({ session, response }: HttpContext) {
    session.forget(PENDING_ORDER)
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
