import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { actingAccount } from '#middleware/acting_account'
import MonthPolicy from '#policies/publication/month_policy'
import {
  approvalsOf,
  listPublishedMonths,
  publicFilesOf,
  revisionsOf,
} from '#services/publication/queries/published_months'
import { publishedMonthsAsCsv } from '#services/publication/months_csv'
import { pageOfMonths } from '#transformers/documents/page_of_months'
import { sendCsv } from '#transformers/documents/send_csv'
import { monthsPageValidator } from '#validators/documents/months_page'
import { presentPublication, presentSummary } from '#transformers/publication/published_month'

/** « Transparence »: every published month, for everybody. */
export default class MonthsController {
  async index({ inertia, request }: HttpContext) {
    const { page } = await request.validateUsing(monthsPageValidator)
    const published = await listPublishedMonths()
    const months = published.map(presentSummary)
    return inertia.render('publication/index', { months, ...pageOfMonths(months, page) })
  }

  /** The same for spreadsheets. */
  async export(ctx: HttpContext) {
    return sendCsv(ctx, 'months', await publishedMonthsAsCsv())
  }

  /** One month; before it is published only the staff and the approvers see its report. */
  async show(ctx: HttpContext) {
    const { params, request, inertia, bouncer } = ctx
    const all = await revisionsOf(params.period)
    const seesSealed = actingAccount(ctx)
      ? await bouncer.with(MonthPolicy).allows('viewSealed')
      : false
    const revisions = seesSealed ? all : all.filter((one) => one.publishedAt)
    const asked = Number(request.input('revision', revisions[0]?.revision))
    const month = revisions.find((one) => one.revision === asked)
    if (!month) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    const published = await listPublishedMonths()
    return inertia.render('publication/show', {
      report: month.report,
      publication: presentPublication(month, {
        approvals: await approvalsOf(month),
        files: await publicFilesOf(month),
        revisions,
      }),
      periods: published.map((one) => one.period),
    })
  }
}
