import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { readerMonth } from '#services/royalties/queries/reader_month'
import { findSubscriber } from '#services/subscriptions/queries/find_subscriber'
import { sendStatement, type StatementFormat } from '#transformers/royalties/send_statement'

/** A subscriber's own statement as a file. */
export default class MyMonthExportsController {
  pdf(ctx: HttpContext) {
    return this.#send(ctx, 'pdf')
  }

  csv(ctx: HttpContext) {
    return this.#send(ctx, 'csv')
  }

  json(ctx: HttpContext) {
    return this.#send(ctx, 'json')
  }

  async #send(ctx: HttpContext, format: StatementFormat) {
    const subscriber = await findSubscriber(ctx.auth.getUserOrFail().id)
    const subject = subscriber && { kind: 'subscriber' as const, subjectId: subscriber.id }
    const month = await readerMonth(subject, ctx.params.period)
    if (!month.found) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return sendStatement(ctx, { ...month, found: month.found }, format)
  }
}
