import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { publishedSlugs } from '#services/catalogue/queries/published_slugs'
import { defaultPeriod, readerMonth, readerPeriods } from '#services/royalties/queries/reader_month'
import { settledGrossCents } from '#services/royalties/queries/settled_gross'
import { subscriberUsesSoFar } from '#services/royalties/queries/uses_so_far'
import type { SubscriberStatement } from '#services/royalties/statements/documents'
import { findSubscriber } from '#services/subscriptions/queries/find_subscriber'
import { monthPage } from '#transformers/royalties/month_page'
import { Clock } from '#values/clock'

/** "Mon mois": where one person's fee went. Nobody else's can be named here. */
@inject()
export default class MyMonthController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia, params, request }: HttpContext) {
    const subscriber = await findSubscriber(auth.getUserOrFail().id)
    const subject = subscriber && { kind: 'subscriber' as const, subjectId: subscriber.id }
    const periods = await readerPeriods(subject, this.clock)
    const period: string = params.period ?? (await defaultPeriod(subject, periods))
    if (period > periods[0]) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    const month = await readerMonth(subject, period)
    const statement = (month.found?.document ?? null) as SubscriberStatement | null
    const soFar = subscriber && month.isOpen ? await this.#soFar(subscriber.id, period) : null
    return inertia.render('royalties/my_month', {
      ...monthPage(month, period, periods),
      statement,
      soFar,
      slugs: await publishedSlugs(statement?.works.map((work) => work.work_id) ?? []),
      exports: statement ? exportsOf(period) : null,
    })
  }

  async #soFar(subscriberId: string, period: string) {
    return {
      grossCents: await settledGrossCents(subscriberId, period),
      works: await subscriberUsesSoFar(subscriberId, period),
    }
  }
}

function exportsOf(period: string) {
  const statement = `/royalties/my-month/${period}/statement`
  return { pdf: `${statement}.pdf`, csv: `${statement}.csv`, json: `${statement}.json` }
}
