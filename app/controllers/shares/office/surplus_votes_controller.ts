import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SurplusPolicy from '#policies/shares/surplus_policy'
import { discardAllocation } from '#services/shares/surplus/discard_allocation'
import { voteAllocation, type VoteRefusal } from '#services/shares/surplus/vote_allocation'
import { refusedSurplus } from '#transformers/shares/surplus_refusal'
import { voteValidator } from '#validators/shares/surplus'
import { Clock } from '#values/clock'

const OF_THE_DATE: VoteRefusal[] = ['before_approval', 'in_the_future']

/** What the assembly decided on a draft of the surplus's allocation. */
@inject()
export default class SurplusVotesController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('allocate')
    const vote = await request.validateUsing(voteValidator)
    const outcome = await voteAllocation({
      allocationId: params.id,
      resolutionReference: vote.resolution_reference,
      resolutionDate: vote.resolution_date,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) {
      const ofDate = OF_THE_DATE.includes(outcome.error)
      const field = ofDate ? 'resolution_date' : 'resolution_reference'
      throw refusedSurplus(i18n, field, outcome.error)
    }
    session.flash('success', i18n.t('surplus.voted'))
    return response.redirect().toRoute('shares.office.surplus.index')
  }

  async destroy({ auth, bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('allocate')
    const actor = auth.getUserOrFail()
    const outcome = await discardAllocation({ allocationId: params.id, actor, clock: this.clock })
    if (outcome.ok) session.flash('success', i18n.t('surplus.discarded'))
    else session.flash('error', i18n.t(`surplus.refusals.${outcome.error}`))
    return response.redirect().toRoute('shares.office.surplus.index')
  }
}
