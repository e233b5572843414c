import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import env from '#start/env'
import subscriptionsConfig from '#config/subscriptions'
import { cancelSubscription } from '#services/subscriptions/cancel_subscription'
import { mySubscription } from '#services/subscriptions/queries/my_subscription'
import { personalAccess } from '#services/subscriptions/queries/personal_access'
import { subscriptionRail } from '#services/subscriptions/ask_monthly_fees'
import { startSubscription } from '#services/subscriptions/start_subscription'
import PaymentTransformer from '#transformers/subscriptions/payment_transformer'
import { Clock } from '#values/clock'

/** A person's own subscription: nobody else's can be named here. */
@inject()
export default class MineController {
  constructor(protected clock: Clock) {}

  async show({ inertia, auth, i18n }: HttpContext) {
    const { id } = auth.getUserOrFail()
    const { plan, subscription, payments } = await mySubscription(id, this.clock)
    const access = await personalAccess(id, this.clock)
    return inertia.render('subscriptions/mine', {
      plan: { name: plan.name(i18n.locale), priceCents: String(plan.priceCents) },
      subscription: subscription
        ? { state: subscription.state, startedAt: subscription.startedAt.toISO()! }
        : null,
      access: access.state as string,
      payments: PaymentTransformer.transform(payments),
      transferTo: env.get('PEERFY_DEMO') ? null : subscriptionsConfig.transferTo,
    })
  }

  async store({ auth, session, response, i18n }: HttpContext) {
    const outcome = await startSubscription({
      accountId: auth.getUserOrFail().id,
      planCode: subscriptionsConfig.plan.code,
      rail: subscriptionRail(),
      clock: this.clock,
    })
    if (!outcome.ok) session.flash('error', i18n.t(`subscriptions.refusals.${outcome.error}`))
    else {
      const { payment, resumed } = outcome.value
      const said = resumed ? 'resumed' : payment.state
      session.flash('success', i18n.t(`subscriptions.mine.${said}_flash`))
    }
    return response.redirect().toRoute('subscriptions.mine.show')
  }

  async destroy({ auth, session, response, i18n }: HttpContext) {
    const { subscription } = await mySubscription(auth.getUserOrFail().id, this.clock)
    if (subscription) await cancelSubscription(subscription.id, this.clock)
    session.flash('success', i18n.t('subscriptions.mine.cancelled_flash'))
    return response.redirect().toRoute('subscriptions.mine.show')
  }
}
