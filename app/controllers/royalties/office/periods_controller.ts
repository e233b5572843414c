import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { monthsRegister } from '#services/royalties/queries/months_register'
import type { SummaryFigures } from '#services/royalties/queries/summary_figures'

export default class PeriodsController {
  async index({ bouncer, inertia }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewMonths')
    const periods = await monthsRegister()
    return inertia.render('royalties/office/periods', {
      periods: periods.map((row) => ({ ...row, totals: row.totals as SummaryFigures | null })),
    })
  }
}
