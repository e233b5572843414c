import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { monthWithoutPolicy } from '#services/royalties/queries/month_without_policy'
import { monthsRegister } from '#services/royalties/queries/months_register'
import { csvText } from '#services/documents/csv_text'
import { pageOfMonths } from '#transformers/documents/page_of_months'
import { sendCsv } from '#transformers/documents/send_csv'
import { MONTH_COLUMNS } from '#transformers/royalties/month_columns'
import { monthsPageValidator } from '#validators/documents/months_page'
import { closeWords } from '#transformers/royalties/close_words'
import { Clock } from '#values/clock'
import type { SummaryFigures } from '#services/royalties/queries/summary_figures'

@inject()
export default class PeriodsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, i18n, request }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewMonths')
    const { page } = await request.validateUsing(monthsPageValidator)
    const { shown, paging } = pageOfMonths(await monthsRegister(), page)
    const { failureOf } = closeWords(i18n)
    return inertia.render('royalties/office/periods', {
      missing: await monthWithoutPolicy(this.clock),
      paging,
      periods: shown.map(({ refusal, failure, totals, ...row }) => ({
        ...row,
        totals: totals as SummaryFigures | null,
        failure: failureOf({ error: failure, refusal }),
      })),
    })
  }

  async export(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('viewMonths')
    return sendCsv(ctx, 'months', csvText(MONTH_COLUMNS, [await monthsRegister()]))
  }
}
