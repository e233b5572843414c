import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SurplusPolicy from '#policies/shares/surplus_policy'
import { recordPetition } from '#services/shares/review/record_petition'
import { refusedSurplus } from '#transformers/shares/surplus_refusal'
import { petitionValidator } from '#validators/shares/surplus'
import { Clock } from '#values/clock'

/** Members who ask for a co-operative review (C35). */
@inject()
export default class ReviewPetitionsController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('recordReview')
    const asked = await request.validateUsing(petitionValidator)
    const { received_on: receivedOn, signatories, reference } = asked
    const outcome = await recordPetition({
      petition: { receivedOn, signatories, reference },
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    const field = !outcome.ok && outcome.error === 'in_the_future' ? 'received_on' : 'signatories'
    if (!outcome.ok) throw refusedSurplus(i18n, field, outcome.error)
    session.flash('success', i18n.t('surplus.review.petition_recorded'))
    return response.redirect().toRoute('shares.office.reviews.index')
  }
}
