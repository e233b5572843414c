import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { countSubscriptions, subscriptionsPage } from '#services/shares/queries/subscriptions_page'
import { subscriptionSearchValidator } from '#validators/shares/registers'
import { Clock } from '#values/clock'

/** The transfers that are expected, and what the bank has shown of them. */
@inject()
export default class SubscriptionRegisterController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const filter = await request.validateUsing(subscriptionSearchValidator)
    return inertia.render('shares/office/payments', {
      ...(await subscriptionsPage(filter)),
      filters: { search: filter.search ?? null, state: filter.state ?? null },
      counts: await countSubscriptions(),
      today: this.clock.now().toISODate()!,
      may: {
        recordMoney: await office.allows('recordMoney'),
        manage: await office.allows('manage'),
      },
    })
  }
}
