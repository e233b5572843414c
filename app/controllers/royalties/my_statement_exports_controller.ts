import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { readerMonth } from '#services/royalties/queries/reader_month'
import { sendStatement, type StatementFormat } from '#transformers/royalties/send_statement'
import { askedPayee } from '#validators/royalties/asked_payee'

/** A payee's statement as a file, for the account that signs for the payee. */
export default class MyStatementExportsController {
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
    const { payee } = await askedPayee(ctx)
    const subject = { kind: 'payee' as const, subjectId: payee.id }
    const month = await readerMonth(subject, ctx.params.period)
    if (!month.found) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return sendStatement(ctx, { ...month, found: month.found }, format)
  }
}
