import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import MembersPolicy from '#policies/membership/members_policy'
import { addCategory } from '#services/membership/categories/add_category'
import { endCategory } from '#services/membership/categories/end_category'
import { recordConsent } from '#services/membership/consents/record_consent'
import {
  categoryEndValidator,
  categoryValidator,
  consentValidator,
} from '#validators/membership/members'
import { isoDay } from '#validators/membership/rules'
import { actOnMember } from '#validators/membership/refused_member'
import { Clock } from '#values/clock'

/** A member's qualities, and what they said yes or no to on paper. */
@inject()
export default class MemberCategoriesController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { category_code: code, reason } = await ctx.request.validateUsing(categoryValidator)
    const memberId = ctx.params.id
    return this.#done(ctx, 'category_added', () =>
      addCategory({ memberId, code, reason, ...this.#act(ctx) })
    )
  }

  async end(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { on, reason } = await ctx.request.validateUsing(categoryEndValidator)
    const categoryId = ctx.params.categoryId
    const ending = { categoryId, on: isoDay(on), reason, ...this.#act(ctx) }
    return this.#done(ctx, 'category_ended', async () => {
      const { short } = await endCategory(ending)
      if (short) ctx.session.flash('error', ctx.i18n.t('membership.done.category_short', short))
    })
  }

  /** What a member wrote on paper or said at the office. */
  async consent(ctx: HttpContext) {
    await ctx.bouncer.with(MembersPolicy).authorize('manage')
    const { kind, given } = await ctx.request.validateUsing(consentValidator)
    const text = ctx.i18n.t(`membership.join.consents.${kind}`)
    const answer = { memberId: ctx.params.id, kind, given, text, source: 'office' }
    return this.#done(ctx, 'consent_recorded', () =>
      recordConsent({ ...answer, ...this.#act(ctx) })
    )
  }

  #act({ auth }: HttpContext) {
    return { actor: auth.getUserOrFail(), clock: this.clock }
  }

  async #done(ctx: HttpContext, done: string, act: () => Promise<unknown>) {
    const isDone = await actOnMember(ctx, act)
    if (isDone) ctx.session.flash('success', ctx.i18n.t(`membership.done.${done}`))
    const { id } = ctx.params
    return ctx.response.redirect().toRoute('membership.office.members.show', { id })
  }
}
