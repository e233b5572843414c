import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SharePolicy from '#policies/licensing/share_policy'
import { acceptSplitShare } from '#services/licensing/accept_split_share'
import { myShares } from '#services/licensing/queries/my_shares'
import { refuseSplitShare } from '#services/licensing/refuse_split_share'
import { shareRefusalValidator } from '#validators/licensing/office'
import { refusedField } from '#validators/licensing/refused_field'
import { Clock } from '#values/clock'

/** "Mes partages": a payee's shares of works, and their yes or no to each (P17). */
@inject()
export default class MineController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia }: HttpContext) {
    return inertia.render('licensing/mine', {
      shares: await myShares(auth.getUserOrFail().id, this.clock.now()),
    })
  }

  async accept({ auth, bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(SharePolicy).authorize('answer', params.id)
    const actor = auth.getUserOrFail()
    const outcome = await acceptSplitShare({ splitLineId: params.id, actor, clock: this.clock })
    if (outcome.ok) session.flash('success', i18n.t('licensing.mine.accepted_now'))
    else session.flash('error', i18n.t(`licensing.refusals.${outcome.error}`))
    return response.redirect().toRoute('licensing.mine.show')
  }

  async refuse({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(SharePolicy).authorize('answer', params.id)
    const { reason } = await request.validateUsing(shareRefusalValidator)
    const actor = auth.getUserOrFail()
    const act = { splitLineId: params.id as string, actor, clock: this.clock }
    const outcome = await refuseSplitShare({ ...act, reason })
    if (!outcome.ok) throw refusedField(i18n, 'reason', outcome.error)
    session.flash('success', i18n.t('licensing.mine.refused_now'))
    return response.redirect().toRoute('licensing.mine.show')
  }
}
