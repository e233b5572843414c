import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/statutes/office_policy'
import { adoptStatutes } from '#services/statutes/adopt_statutes'
import { StatutesError } from '#services/statutes/errors'
import { refused } from '#transformers/statutes/refusal'
import { adoptionValidator } from '#validators/statutes/office'
import { Clock } from '#values/clock'

/** Records that an assembly adopted a draft. */
@inject()
export default class AdoptionsController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const asked = await request.validateUsing(adoptionValidator)
    try {
      const { version } = await adoptStatutes({
        id: params.id,
        resolutionReference: asked.resolution_reference,
        resolutionDate: asked.resolution_date,
        effectiveOn: asked.effective_on,
        actor: auth.getUserOrFail(),
        clock: this.clock,
      })
      session.flash('success', i18n.t('statutes.office.adopted', { version: version! }))
    } catch (error) {
      throw error instanceof StatutesError ? refused(i18n, error) : error
    }
    return response.redirect().toRoute('statutes.office.profiles.show', { id: params.id })
  }
}
