import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { correctMovement } from '#services/shares/movements/correct_movement'
import { stepDone } from '#transformers/shares/step_answer'
import { reasonValidator } from '#validators/shares/steps'
import { Clock } from '#values/clock'

/** An error in the register is undone by its reverse, with its reason (C11). */
@inject()
export default class CorrectionsController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, request, params, i18n, session, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const { reason } = await request.validateUsing(reasonValidator)
    const number = BigInt(params.number)
    const actor = auth.getUserOrFail()
    const outcome = await correctMovement({ number, reason, actor, clock: this.clock })
    stepDone(outcome, { i18n, path: request.url(), field: 'reason' })
    session.flash('success', i18n.t('shares.movement.done.corrected', { number: params.number }))
    return response.redirect().toRoute('shares.office.movements.index')
  }
}
