import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Exclusion from '#models/membership/exclusion'
import MembersPolicy from '#policies/membership/members_policy'
import { concludeExclusion } from '#services/membership/exclusions/conclude_exclusion'
import { dropExclusion } from '#services/membership/exclusions/drop_exclusion'
import type { ExclusionAct } from '#services/membership/exclusions/exclusion_act'
import { notifyExclusion } from '#services/membership/exclusions/notify_exclusion'
import { openExclusion } from '#services/membership/exclusions/open_exclusion'
import { recordHearing } from '#services/membership/exclusions/record_hearing'
import {
  exclusionValidator,
  hearingValidator,
  noticeValidator,
  reasonValidator,
  voteValidator,
} from '#validators/membership/members'
import { isoDay } from '#validators/membership/rules'
import { actOnMember } from '#validators/membership/refused_member'
import { Clock } from '#values/clock'

/** An exclusion, step by step (C13): grounds, notice with proof, hearing, vote. */
@inject()
export default class ExclusionsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { grounds } = await ctx.request.validateUsing(exclusionValidator)
    const act = { actor: ctx.auth.getUserOrFail(), clock: this.clock }
    const memberId = ctx.params.id as string
    return this.#done(ctx, memberId, 'opened', () => openExclusion({ memberId, grounds, ...act }))
  }

  async notify(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { notified_on: on, proof } = await ctx.request.validateUsing(noticeValidator)
    return this.#step(ctx, 'notified', (act) =>
      notifyExclusion({ notifiedOn: isoDay(on), proof, ...act })
    )
  }

  async hear(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { hearing_on: on, record } = await ctx.request.validateUsing(hearingValidator)
    return this.#step(ctx, 'heard', (act) =>
      recordHearing({ hearingOn: isoDay(on), record, ...act })
    )
  }

  async conclude(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { resolution_date: on, ...vote } = await ctx.request.validateUsing(voteValidator)
    return this.#step(ctx, 'concluded', (act) =>
      concludeExclusion({ ...vote, date: isoDay(on), ...act })
    )
  }

  async drop(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { reason } = await ctx.request.validateUsing(reasonValidator)
    return this.#step(ctx, 'dropped', (act) => dropExclusion({ reason, ...act }))
  }

  async #step(ctx: HttpContext, done: string, step: (act: ExclusionAct) => Promise<Exclusion>) {
    const { id: exclusionId, memberId } = await Exclusion.findOrFail(ctx.params.id)
    const act = { exclusionId, actor: ctx.auth.getUserOrFail(), clock: this.clock }
    return this.#done(ctx, memberId, done, () => step(act))
  }

  async #done(ctx: HttpContext, id: string, done: string, act: () => Promise<Exclusion>) {
    const isDone = await actOnMember(ctx, act)
    if (isDone) ctx.session.flash('success', ctx.i18n.t(`membership.done.exclusion_${done}`))
    return ctx.response.redirect().toRoute('membership.office.members.show', { id })
  }
}
