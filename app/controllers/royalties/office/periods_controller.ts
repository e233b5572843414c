import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { monthsRegister } from '#services/royalties/queries/months_register'
import { closeWords } from '#transformers/royalties/close_words'
import type { SummaryFigures } from '#services/royalties/queries/summary_figures'

export default class PeriodsController {
  async index({ bouncer, inertia, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewMonths')
    const periods = await monthsRegister()
    const { failureOf } = closeWords(i18n)
    return inertia.render('royalties/office/periods', {
      periods: periods.map(({ refusal, failure, totals, ...row }) => ({
        ...row,
        totals: totals as SummaryFigures | null,
        failure: failureOf({ error: failure, refusal }),
      })),
    })
  }
}
