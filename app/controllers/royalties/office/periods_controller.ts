import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { monthWithoutPolicy } from '#services/royalties/queries/month_without_policy'
import { monthsRegister } from '#services/royalties/queries/months_register'
import { closeWords } from '#transformers/royalties/close_words'
import { Clock } from '#values/clock'
import type { SummaryFigures } from '#services/royalties/queries/summary_figures'

@inject()
export default class PeriodsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewMonths')
    const periods = await monthsRegister()
    const { failureOf } = closeWords(i18n)
    return inertia.render('royalties/office/periods', {
      missing: await monthWithoutPolicy(this.clock),
      periods: periods.map(({ refusal, failure, totals, ...row }) => ({
        ...row,
        totals: totals as SummaryFigures | null,
        failure: failureOf({ error: failure, refusal }),
      })),
    })
  }
}
