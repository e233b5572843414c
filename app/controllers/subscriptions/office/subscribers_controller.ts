import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/subscriptions/office_policy'
import { recordReading } from '#services/identity/record_reading'
import {
  countSubscribers,
  subscribersPage,
} from '#services/subscriptions/queries/subscriber_register_page'
import { subscribersAsCsv } from '#services/subscriptions/subscribers_csv'
import { subscriberSearchValidator } from '#validators/subscriptions/office'
import { Clock } from '#values/clock'

/** The register of subscribers. */
@inject()
export default class SubscribersController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const filter = await request.validateUsing(subscriberSearchValidator)
    return inertia.render('subscriptions/office/subscribers', {
      ...(await subscribersPage(filter, i18n.locale)),
      filters: {
        search: filter.search ?? null,
        state: filter.state ?? null,
        sort: filter.sort ?? ('-since' as string),
      },
      counts: await countSubscribers(),
      may: { revokeTokens: await office.allows('revokeTokens') },
      exportUrl: '/subscriptions/office/subscribers.csv',
    })
  }

  async export({ auth, bouncer, request, response, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    const filter = await request.validateUsing(subscriberSearchValidator)
    await recordReading({
      actor: auth.getUserOrFail(),
      action: 'subscriptions.export_subscribers',
      subject: { type: 'register', id: 'subscribers' },
      after: { state: filter.state ?? null, filtered: filter.search !== undefined },
      clock: this.clock,
    })
    response.header('Content-Type', 'text/csv; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-subscribers.csv"')
    response.header('Cache-Control', 'no-store')
    return response.stream(Readable.from(subscribersAsCsv(filter, i18n.locale)))
  }
}
