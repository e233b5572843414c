import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import MembersPolicy from '#policies/membership/members_policy'
import { cooperativeAlerts } from '#services/membership/alerts'
import { categoryBoard } from '#services/membership/queries/mandatory_categories'
import { declareEmployees } from '#services/membership/members/declare_employees'
import { labelOf } from '#transformers/membership/member_facts'
import { employeesValidator } from '#validators/membership/members'
import { isoDay } from '#validators/membership/rules'
import { actOnMember } from '#validators/membership/refused_member'
import { Clock } from '#values/clock'

/** What the law and the statutes ask, and what does not hold today. */
@inject()
export default class AlertsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, i18n }: HttpContext) {
    const policy = bouncer.with(MembersPolicy)
    await policy.authorize('view')
    const board = await categoryBoard(this.clock)
    return inertia.render('membership/office/alerts', {
      alerts: await cooperativeAlerts(this.clock),
      categories: (board?.settings.categories ?? []).map((category) => ({
        code: category.code,
        label: labelOf(category, i18n),
        quality: category.quality as string,
        members: board!.counts.get(category.code) ?? 0,
      })),
      headcount: board?.headcount ?? null,
      today: this.clock.now().toISODate()!,
      may: { manage: await policy.allows('manage') },
    })
  }

  async employees(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { employees, counted_on: on } = await ctx.request.validateUsing(employeesValidator)
    const act = { actor: ctx.auth.getUserOrFail(), clock: this.clock }
    const isDone = await actOnMember(ctx, () =>
      declareEmployees({ employees, countedOn: isoDay(on), ...act })
    )
    if (isDone) ctx.session.flash('success', ctx.i18n.t('membership.done.employees_declared'))
    return ctx.response.redirect().toRoute('membership.office.alerts.index')
  }
}
