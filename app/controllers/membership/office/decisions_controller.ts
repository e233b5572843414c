import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ApplicationPolicy from '#policies/membership/application_policy'
import type { DecisionRefusal } from '#services/membership/applications/decision_refusal'
import { admitApplication, refuseApplication } from '#services/membership/decide_application'
import { admissionValidator, refusalValidator } from '#validators/membership/applications'
import { officeApplication } from '#validators/membership/office_application'
import { refusedBy, refusedField } from '#validators/membership/refused_application'
import { Clock } from '#values/clock'
import { isoDay } from '#validators/membership/rules'

const FIELDS: Partial<Record<DecisionRefusal['code'], string>> = {
  wrong_body: 'body',
  before_signature: 'date',
  in_future: 'date',
}

/** What the board or the assembly decided, written down with the reference of its minutes. */
@inject()
export default class DecisionsController {
  constructor(protected clock: Clock) {}

  async admit(ctx: HttpContext) {
    await ctx.bouncer.with(ApplicationPolicy).authorize('decide')
    const asked = await ctx.request.validateUsing(admissionValidator)
    const act = await this.#act(ctx)
    const outcome = await admitApplication({ ...asked, date: isoDay(asked.date), ...act })
    if (!outcome.ok) throw this.#refused(ctx, outcome.error)
    return this.#done(ctx, 'admitted')
  }

  async refuse(ctx: HttpContext) {
    await ctx.bouncer.with(ApplicationPolicy).authorize('decide')
    const asked = await ctx.request.validateUsing(refusalValidator)
    const act = await this.#act(ctx)
    const outcome = await refuseApplication({ ...asked, date: isoDay(asked.date), ...act })
    if (!outcome.ok) throw this.#refused(ctx, outcome.error)
    return this.#done(ctx, 'refused')
  }

  async #act(ctx: HttpContext) {
    const { id } = await officeApplication(ctx)
    return { applicationId: id, actor: ctx.auth.getUserOrFail(), clock: this.clock }
  }

  #refused({ i18n }: HttpContext, error: DecisionRefusal) {
    if (error.code === 'step_refused') return refusedBy(i18n, error)
    const figures: Record<string, number> =
      error.code === 'documents_missing' ? { count: error.missing.length } : {}
    return refusedField(i18n, FIELDS[error.code] ?? 'reference', error.code, figures)
  }

  #done({ session, response, params, i18n }: HttpContext, done: 'admitted' | 'refused') {
    session.flash('success', i18n.t(`membership.application.office.${done}_flash`))
    return response.redirect().toRoute('membership.office.applications.show', { id: params.id })
  }
}
