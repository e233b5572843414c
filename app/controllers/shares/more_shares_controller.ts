import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { PENDING_BULLETIN } from '#controllers/shares/mine_controller'
import { draftMoreShares } from '#services/shares/more_shares/draft_more_shares'
import {
  sendBulletinCode,
  signMoreShares,
  type PendingBulletin,
} from '#services/shares/more_shares/sign_more_shares'
import { memberOfAccount } from '#services/shares/queries/my_shares'
import { countAttempt } from '#start/limiter'
import { signedFrom } from '#transformers/shares/signed_from'
import { refusedShares } from '#transformers/shares/refusal'
import { moreSharesValidator, signatureValidator } from '#validators/shares/mine'
import { Clock } from '#values/clock'

/** A member takes more shares: a bulletin, a code by e-mail, a signature. */
@inject()
export default class MoreSharesController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const { auth, request, response, session, i18n } = ctx
    const { shares, payment } = await request.validateUsing(moreSharesValidator)
    const member = await memberOfAccount(auth.getUserOrFail().id)
    if (!member?.isActive) throw refusedShares(i18n, 'shares', NOT_A_MEMBER)
    await countAttempt(ctx, 'signature_code', member.id)
    const locale = i18n.locale === 'en' ? 'en' : 'fr'
    const draft = await draftMoreShares({ member, shares, payment, locale, clock: this.clock })
    session.put(PENDING_BULLETIN, await sendBulletinCode(draft, this.clock))
    session.flash('success', i18n.t('shares.more.code_sent', { email: member.email }))
    return response.redirect().toRoute('shares.mine.show')
  }

  async sign(ctx: HttpContext) {
    const { auth, request, response, session, i18n } = ctx
    const { code } = await request.validateUsing(signatureValidator)
    const member = await memberOfAccount(auth.getUserOrFail().id)
    const pending = session.get(PENDING_BULLETIN) as PendingBulletin | undefined
    if (!member || !pending)
      throw refusedShares(i18n, 'code', { code: 'code_expired', figures: {} })
    await countAttempt(ctx, 'signature', member.id)
    const outcome = await signMoreShares({
      member,
      pending,
      code,
      ...signedFrom(ctx),
      clock: this.clock,
    })
    if (!outcome.ok) {
      session.put(PENDING_BULLETIN, { ...pending, wrongCodes: pending.wrongCodes + 1 })
      throw refusedShares(i18n, 'code', outcome.error)
    }
    session.forget(PENDING_BULLETIN)
    session.flash('success', i18n.t('shares.more.signed'))
    return response.redirect().toRoute('shares.mine.show')
  }

  /** The bulletin is left unsigned. */
  async destroy({ session, response }: HttpContext) {
    session.forget(PENDING_BULLETIN)
    return response.redirect().toRoute('shares.mine.show')
  }
}

const NOT_A_MEMBER = { code: 'giver_not_a_member', figures: {} }
