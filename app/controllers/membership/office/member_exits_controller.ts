import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Exit from '#models/membership/exit'
import MembersPolicy from '#policies/membership/members_policy'
import { announceExit } from '#services/membership/exits/announce_exit'
import { cancelExit } from '#services/membership/exits/cancel_exit'
import { exitValidator, reasonValidator } from '#validators/membership/members'
import { isoDay } from '#validators/membership/rules'
import { actOnMember } from '#validators/membership/refused_member'
import { Clock } from '#values/clock'

/** Exits that reach the office on paper: written down, and taken back in time. */
@inject()
export default class MemberExitsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(exitValidator)
    const { kind, reason } = asked
    const isDone = await actOnMember(ctx, () =>
      announceExit({
        memberId: ctx.params.id,
        kind,
        shares: kind === 'reduction' ? asked.shares : null,
        happenedOn: kind === 'death' && asked.happened_on ? isoDay(asked.happened_on) : undefined,
        reason,
        actor: ctx.auth.getUserOrFail(),
        clock: this.clock,
      })
    )
    return this.#back(ctx, ctx.params.id, isDone && 'exit_announced')
  }

  async cancel(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { reason } = await ctx.request.validateUsing(reasonValidator)
    const exit = await Exit.findOrFail(ctx.params.id)
    const act = { exitId: exit.id, reason, actor: ctx.auth.getUserOrFail(), clock: this.clock }
    const isDone = await actOnMember(ctx, () => cancelExit(act))
    return this.#back(ctx, exit.memberId, isDone && 'exit_cancelled')
  }

  #back({ response, session, i18n }: HttpContext, id: string, done: string | false) {
    if (done) session.flash('success', i18n.t(`membership.done.${done}`))
    return response.redirect().toRoute('membership.office.members.show', { id })
  }
}
