import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Account from '#models/identity/account'
import Member from '#models/membership/member'
import MembersPolicy from '#policies/membership/members_policy'
import { changeDetails } from '#services/membership/details/change_details'
import { sendDetailsChanged } from '#services/membership/details/send_details_changed'
import { eraseMember } from '#services/membership/members/erase_member'
import { linkAccount } from '#services/membership/members/link_account'
import { markHomonym } from '#services/membership/members/mark_homonym'
import {
  accountLinkValidator,
  allDetails,
  detailsValidator,
  reasonValidator,
} from '#validators/membership/members'
import { actOnMember } from '#validators/membership/refused_member'
import { Clock } from '#values/clock'

/** Who a member is: corrected with a reason, tied to an account, told from a homonym, erased. */
@inject()
export default class MemberDetailsController {
  constructor(protected clock: Clock) {}

  async update(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const typed = await ctx.request.validateUsing(detailsValidator)
    const member = await Member.findOrFail(ctx.params.id)
    const changes = allDetails(typed, member.kind)
    return this.#done(ctx, 'details_corrected', async () => {
      const done = await changeDetails({ ...this.#act(ctx), changes, reason: typed.reason })
      if (done) await sendDetailsChanged(done)
    })
  }

  async link(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { email } = await ctx.request.validateUsing(accountLinkValidator)
    const account = await Account.query().where('email', email).whereNull('closedAt').first()
    return this.#done(ctx, 'account_linked', () => linkAccount({ ...this.#act(ctx), account }))
  }

  async homonym(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { reason } = await ctx.request.validateUsing(reasonValidator)
    return this.#done(ctx, 'homonym_marked', () => markHomonym({ ...this.#act(ctx), reason }))
  }

  async erase(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { reason } = await ctx.request.validateUsing(reasonValidator)
    return this.#done(ctx, 'erased', () => eraseMember({ ...this.#act(ctx), reason }))
  }

  #act({ auth, params }: HttpContext) {
    return { memberId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
  }

  async #done(ctx: HttpContext, done: string, act: () => Promise<unknown>) {
    const isDone = await actOnMember(ctx, act)
    if (isDone) ctx.session.flash('success', ctx.i18n.t(`membership.done.${done}`))
    return ctx.response.redirect().toRoute('membership.office.members.show', {
      id: ctx.params.id,
    })
  }
}
