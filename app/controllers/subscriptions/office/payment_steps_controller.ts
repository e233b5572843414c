import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import OfficePolicy from '#policies/subscriptions/office_policy'
import { MonthBeingClosedError } from '#services/subscriptions/lock_month'
import { reversePayment } from '#services/subscriptions/reverse_payment'
import { settlePayment } from '#services/subscriptions/settle_payment'
import { reversalValidator, settlementValidator } from '#validators/subscriptions/office'
import { refusedField } from '#validators/subscriptions/refused_field'
import { Clock } from '#values/clock'
import { parseEuros } from '#values/money'
import type { Result } from '#values/result'

/** A payment arrives, or goes back: by hand, until the bank's own messages say so. */
@inject()
export default class PaymentStepsController {
  constructor(protected clock: Clock) {}

  async settle(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('managePayments')
    const { fee } = await ctx.request.validateUsing(settlementValidator)
    const paymentFeeCents = fee ? parseEuros(fee) : undefined
    if (paymentFeeCents === null) throw refusedField(ctx.i18n, 'fee', 'not_an_amount')
    try {
      const outcome = await settlePayment({ ...this.#act(ctx), paymentFeeCents })
      if (!outcome.ok && outcome.error === 'fee_above_amount') {
        throw refusedField(ctx.i18n, 'fee', outcome.error)
      }
      return this.#answer(ctx, outcome, 'settled')
    } catch (error) {
      if (!(error instanceof MonthBeingClosedError)) throw error
      throw refusedField(ctx.i18n, 'fee', 'month_being_closed')
    }
  }

  async reverse(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('managePayments')
    const { reason } = await ctx.request.validateUsing(reversalValidator)
    return this.#answer(ctx, await reversePayment({ ...this.#act(ctx), reason }), 'reversed')
  }

  #act({ auth, params }: HttpContext) {
    return {
      payment: { paymentId: params.id as string },
      actor: auth.getUserOrFail(),
      clock: this.clock,
    }
  }

  #answer(ctx: HttpContext, outcome: Result<unknown, string>, done: 'settled' | 'reversed') {
    const { session, i18n, request, response } = ctx
    if (!outcome.ok && outcome.error === 'unknown_payment') {
      throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    }
    if (!outcome.ok) session.flash('error', i18n.t(`subscriptions.refusals.${outcome.error}`))
    else session.flash('success', i18n.t(`subscriptions.office.payments.${done}`))
    return response.redirect().toRoute('subscriptions.office.payments.index')
  }
}
