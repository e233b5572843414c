import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { recordSharePayment } from '#services/shares/subscriptions/record_share_payment'
import { refundShareMoney } from '#services/shares/subscriptions/refund_share_money'
import { voidSubscription } from '#services/shares/subscriptions/void_subscription'
import { refusalText } from '#transformers/shares/refusal'
import { stepDone, typedCents } from '#transformers/shares/step_answer'
import { isoDay } from '#validators/membership/rules'
import { receiptValidator, voidValidator } from '#validators/shares/steps'
import { Clock } from '#values/clock'

/** Money of subscriptions, as the treasurer reads it on the bank's statement. */
@inject()
export default class ShareMoneyController {
  constructor(protected clock: Clock) {}

  async receive(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('recordMoney')
    const outcome = await recordSharePayment(await this.#line(ctx))
    const { movement, waiting } = stepDone(outcome, this.#form(ctx, 'amount'))
    if (waiting) ctx.session.flash('error', refusalText(ctx.i18n, waiting))
    return this.#done(ctx, movement?.type === 'subscribe' ? 'registered' : 'received')
  }

  async refund(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('recordMoney')
    stepDone(await refundShareMoney(await this.#line(ctx)), this.#form(ctx, 'amount'))
    return this.#done(ctx, 'refunded')
  }

  async cancel(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('recordMoney')
    const asked = await ctx.request.validateUsing(voidValidator)
    const { reason, bank_date: bankDate, bank_reference: bankReference } = asked
    const refund = bankDate && bankReference ? { bankDate: isoDay(bankDate), bankReference } : null
    const { decided_by: by, decided_on: on } = asked
    const decision = by && on ? { by, on: isoDay(on) } : null
    const outcome = await voidSubscription({ ...this.#act(ctx), reason, refund, decision })
    stepDone(outcome, this.#form(ctx, 'reason'))
    return this.#done(ctx, 'voided')
  }

  async #line(ctx: HttpContext) {
    const asked = await ctx.request.validateUsing(receiptValidator)
    return {
      ...this.#act(ctx),
      amountCents: typedCents(asked.amount, { i18n: ctx.i18n, field: 'amount' }),
      bankDate: isoDay(asked.bank_date),
      bankReference: asked.bank_reference,
    }
  }

  #act({ auth, params }: HttpContext) {
    return {
      subscriptionId: params.id as string,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    }
  }

  #form({ i18n, request }: HttpContext, field: string) {
    return { i18n, path: request.url(), field }
  }

  #done({ session, i18n, response }: HttpContext, done: string) {
    session.flash('success', i18n.t(`shares.movement.done.${done}`))
    return response.redirect().toRoute('shares.office.payments.index')
  }
}
