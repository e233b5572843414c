import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import membershipConfig from '#config/membership'
import MembersPolicy from '#policies/membership/members_policy'
import { recordConsent } from '#services/membership/consents/record_consent'
import { changeDetails } from '#services/membership/details/change_details'
import { sendDetailsChanged } from '#services/membership/details/send_details_changed'
import { claimableMember, linkAccount } from '#services/membership/members/link_account'
import { memberRecord } from '#services/membership/queries/member_file'
import { myMembership } from '#services/membership/queries/my_membership'
import { recordPage } from '#transformers/membership/member_page'
import { consentValidator, ownDetails, ownDetailsValidator } from '#validators/membership/members'
import { actOnMember } from '#validators/membership/refused_member'
import { Clock } from '#values/clock'
import { countriesByName } from '#values/countries'

/** Under this name a member's own acts stand in the record: it is theirs, and erased with them. */
const MEMBER = { label: 'sociétaire' }

/** A member's own record: read, corrected, consented to. */
@inject()
export default class MineController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia, i18n }: HttpContext) {
    const account = auth.getUserOrFail()
    const member = await myMembership(account.id)
    if (!member) {
      const claimable = await claimableMember(account)
      return inertia.render('membership/mine_none', { claimable: claimable !== null })
    }
    const page = recordPage(await memberRecord(member, this.clock), i18n)
    return inertia.render('membership/mine', {
      ...page,
      countries: countriesByName(i18n.locale),
      retentionYears: membershipConfig.retentionYears,
    })
  }

  async update(ctx: HttpContext) {
    const member = await this.#own(ctx)
    const changes = ownDetails(await ctx.request.validateUsing(ownDetailsValidator))
    const change = { memberId: member.id, changes, reason: null, actor: MEMBER, clock: this.clock }
    return this.#done(ctx, 'details_corrected', async () => {
      const done = await changeDetails(change)
      if (done) await sendDetailsChanged(done)
    })
  }

  async consent(ctx: HttpContext) {
    const member = await this.#own(ctx)
    const { kind, given } = await ctx.request.validateUsing(consentValidator)
    const text = ctx.i18n.t(`membership.join.consents.${kind}`)
    const answer = { memberId: member.id, kind, given, text, source: 'mine' }
    return this.#done(ctx, given ? 'consent_given' : 'consent_withdrawn', () =>
      recordConsent({ ...answer, actor: MEMBER, clock: this.clock })
    )
  }

  /** The person behind the verified address of a record opens its door. */
  async claim(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const member = await claimableMember(account)
    if (!member) return ctx.response.redirect().toRoute('membership.mine.show')
    const link = { memberId: member.id, account, actor: account, clock: this.clock }
    return this.#done(ctx, 'claimed', () => linkAccount(link))
  }

  async #own({ auth, bouncer }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    await bouncer.with(MembersPolicy).authorize('own', member)
    return member!
  }

  async #done(ctx: HttpContext, done: string, act: () => Promise<unknown>) {
    const isDone = await actOnMember(ctx, act)
    if (isDone) ctx.session.flash('success', ctx.i18n.t(`membership.done.${done}`))
    return ctx.response.redirect().toRoute('membership.mine.show')
  }
}
