import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { enqueueTelling } from '#jobs/licensing/share_jobs'
import OfficePolicy from '#policies/licensing/office_policy'
import { proposeSplitSheet } from '#services/licensing/propose_split_sheet'
import { splitSheetValidator } from '#validators/licensing/office'
import { refusedField } from '#validators/licensing/refused_field'
import { Clock } from '#values/clock'

const DATES = ['not_a_date', 'month_begun_earlier']

/** Who gets how much of a work; each payee then says yes or no (P17). */
@inject()
export default class WorkSplitsController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const asked = await request.validateUsing(splitSheetValidator)
    const outcome = await proposeSplitSheet({
      workId: params.id,
      lines: asked.lines.map(({ payee_id: payeeId, role, part: basisPoints }) => ({
        ...{ payeeId, role, basisPoints },
      })),
      validFrom: asked.valid_from,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) {
      if (outcome.error === 'unknown_work') {
        throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
      }
      const field = DATES.includes(outcome.error) ? 'valid_from' : 'lines'
      throw refusedField(i18n, field, outcome.error)
    }
    await enqueueTelling(outcome.value.id)
    session.flash('success', i18n.t('catalogue.office.making.sheet_proposed'))
    return response.redirect().toRoute('catalogue.office.works.show', { id: params.id })
  }
}
