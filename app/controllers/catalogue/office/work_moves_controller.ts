import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { errors as vineErrors } from '@vinejs/vine'
import type { I18n } from '@adonisjs/i18n'
import OfficePolicy from '#policies/catalogue/office_policy'
import { changeWorkState, type ChangeWorkStateRefusal } from '#services/catalogue/change_work_state'
import { workMoveValidator } from '#validators/catalogue/office'
import { Clock } from '#values/clock'

/** A work moves from state to state, each time by somebody and where asked with a reason (P29). */
@inject()
export default class WorkMovesController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('moderate')
    const { to, reason } = await request.validateUsing(workMoveValidator)
    const outcome = await changeWorkState({
      workId: params.id,
      to,
      reason,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (outcome.ok) {
      const state = i18n.t(`ui.states.work.${to}`)
      session.flash('success', i18n.t('catalogue.office.moved', { state }))
      return response.redirect().toRoute('catalogue.office.works.show', { id: params.id })
    }
    if (outcome.error.kind === 'unknown_work') {
      throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    }
    const message = refusalText(outcome.error, i18n)
    throw new vineErrors.E_VALIDATION_ERROR([
      { field: 'reason', rule: outcome.error.kind, message },
    ])
  }
}

/** What stands in the way; the dialog shows it where the reader is. */
function refusalText(refusal: ChangeWorkStateRefusal, i18n: I18n): string {
  const key = `catalogue.office.refusals.${refusal.kind}`
  if (refusal.kind === 'not_from_here') {
    return i18n.t(key, { state: i18n.t(`ui.states.work.${refusal.from}`) })
  }
  if (refusal.kind !== 'incomplete') return i18n.t(key)
  const missing = refusal.missing.map((part) => i18n.t(`catalogue.office.missing_parts.${part}`))
  return i18n.t(key, { missing: missing.join(' ') })
}
