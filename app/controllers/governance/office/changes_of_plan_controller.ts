import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { enqueueNotices } from '#jobs/governance/notice_jobs'
import OfficePolicy from '#policies/governance/office_policy'
import { callAgain } from '#services/governance/assemblies/call_again'
import { cancelAssembly, postponeAssembly } from '#services/governance/assemblies/change_of_plan'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import {
  cancellationValidator,
  postponementValidator,
  secondCallValidator,
} from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

/** A meeting given up, moved, or called a second time; whoever was called is told. */
@inject()
export default class ChangesOfPlanController {
  constructor(protected clock: Clock) {}

  async cancel(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { reason } = await ctx.request.validateUsing(cancellationValidator)
    const outcome = await cancelAssembly({ ...act, assemblyId: ctx.params.id, reason })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    await enqueueNotices(ctx.params.id)
    return doneBefore(ctx, 'cancelled', { told: outcome.value.told })
  }

  async postpone(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { starts_at: startsAt, reason } = await ctx.request.validateUsing(postponementValidator)
    const outcome = await postponeAssembly({ ...act, assemblyId: ctx.params.id, startsAt, reason })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    await enqueueNotices(ctx.params.id)
    return doneBefore(ctx, 'postponed', { told: outcome.value.told })
  }

  async callAgain(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const asked = await ctx.request.validateUsing(secondCallValidator)
    const outcome = await callAgain({
      ...act,
      firstCallId: ctx.params.id,
      startsAt: asked.starts_at,
      place: asked.place ?? '',
      remoteLink: asked.remote_link ?? '',
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    const { id } = outcome.value
    ctx.session.flash('success', ctx.i18n.t('governance_before.done.called_again'))
    return ctx.response.redirect().toRoute('governance.office.assemblies.show', { id })
  }

  async #act({ auth, bouncer }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    return { actor: auth.getUserOrFail(), clock: this.clock }
  }
}
