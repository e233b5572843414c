import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ApplicationPolicy from '#policies/membership/application_policy'
import { setJoinForm } from '#services/membership/applications/join_form'
import { joinFormValidator } from '#validators/membership/applications'
import { Clock } from '#values/clock'

/** Opens the form to anyone, or leaves it to people who have an account. */
@inject()
export default class JoinFormsController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(ApplicationPolicy).authorize('manage')
    const asked = await request.validateUsing(joinFormValidator)
    await setJoinForm({ ...asked, actor: auth.getUserOrFail(), clock: this.clock })
    session.flash('success', i18n.t(`membership.application.office.form_${asked.form}_flash`))
    return response.redirect().toRoute('membership.office.applications.index')
  }
}
