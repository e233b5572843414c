import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { callBalance } from '#services/shares/calls/call_balance'
import { cancelCapitalCall } from '#services/shares/calls/cancel_capital_call'
import { registerPaidSubscription } from '#services/shares/subscriptions/register_subscription'
import { stepDone, typedCents } from '#transformers/shares/step_answer'
import { isoDay } from '#validators/membership/rules'
import { callValidator, reasonValidator } from '#validators/shares/steps'
import { Clock } from '#values/clock'

/** What is asked for of a subscription's balance, and its registration once a gate opens. */
@inject()
export default class CallsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const { bouncer, request, params, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    const { amount, due_on: dueOn } = await request.validateUsing(callValidator)
    const outcome = await callBalance({
      subscriptionId: params.id,
      amountCents: amount ? typedCents(amount, { i18n, field: 'amount' }) : undefined,
      dueOn: isoDay(dueOn),
      ...this.#act(ctx),
    })
    stepDone(outcome, { i18n, path: request.url(), field: 'amount' })
    return this.#done(ctx, 'called')
  }

  async destroy(ctx: HttpContext) {
    const { bouncer, request, params, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    const { reason } = await request.validateUsing(reasonValidator)
    const outcome = await cancelCapitalCall({ callId: params.id, reason, ...this.#act(ctx) })
    stepDone(outcome, { i18n, path: request.url(), field: 'reason' })
    return this.#done(ctx, 'call_cancelled')
  }

  async register(ctx: HttpContext) {
    const { bouncer, request, params, i18n, session, response } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    const outcome = await registerPaidSubscription({
      subscriptionId: params.id,
      ...this.#act(ctx),
    })
    stepDone(outcome, { i18n, path: request.url(), field: 'subscription' })
    session.flash('success', i18n.t('shares.movement.done.registered'))
    return response.redirect().toRoute('shares.office.payments.index')
  }

  #act({ auth }: HttpContext) {
    return { actor: auth.getUserOrFail(), clock: this.clock }
  }

  #done({ session, i18n, response }: HttpContext, done: string) {
    session.flash('success', i18n.t(`shares.movement.done.${done}`))
    return response.redirect().toRoute('shares.office.calls.index')
  }
}
