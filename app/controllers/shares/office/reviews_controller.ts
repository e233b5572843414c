import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SurplusPolicy from '#policies/shares/surplus_policy'
import { findReviewStatus } from '#services/shares/review/find_review_status'
import { listReviews, reviewFile } from '#services/shares/review/review_file'
import { reviewPdf } from '#services/shares/review/review_pdf'
import { recordReview } from '#services/shares/review/record_review'
import { refusedSurplus } from '#transformers/shares/surplus_refusal'
import { reviewValidator } from '#validators/shares/surplus'
import { Clock } from '#values/clock'
import { canonicalJson } from '#values/digest'

/** The co-operative review (C35) and the yearly project data (C36), on one page and as one file. */
@inject()
export default class ReviewsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia }: HttpContext) {
    const policy = bouncer.with(SurplusPolicy)
    await policy.authorize('view')
    const status = await findReviewStatus(this.clock)
    return inertia.render('shares/office/review', {
      status: status && {
        state: status.state,
        triggers: status.triggers,
        dueBy: status.dueBy.toISODate()!,
      },
      reviews: await listReviews(),
      file: await reviewFile(this.clock),
      today: this.clock.now().toISODate()!,
      may: { record: await policy.allows('recordReview') },
    })
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('recordReview')
    const asked = await request.validateUsing(reviewValidator)
    const outcome = await recordReview({
      review: {
        reviewedOn: asked.reviewed_on,
        reviewer: asked.reviewer,
        reportReference: asked.report_reference,
        debatedOn: asked.debated_on ?? null,
        note: asked.note ?? null,
      },
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    const field = !outcome.ok && outcome.error === 'in_the_future' ? 'reviewed_on' : 'debated_on'
    if (!outcome.ok) throw refusedSurplus(i18n, field, outcome.error)
    session.flash('success', i18n.t('surplus.review.recorded'))
    return response.redirect().toRoute('shares.office.reviews.index')
  }

  async json({ bouncer, response }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('view')
    response.header('Content-Type', 'application/json; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-cooperative-review.json"')
    response.header('Cache-Control', 'no-store')
    return response.send(canonicalJson(await reviewFile(this.clock)))
  }

  async pdf({ bouncer, response, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('view')
    const locale = i18n.locale === 'en' ? 'en' : 'fr'
    response.header('Content-Type', 'application/pdf')
    response.header('Content-Disposition', 'inline; filename="peerfy-cooperative-review.pdf"')
    response.header('Cache-Control', 'no-store')
    return response.send(await reviewPdf(await reviewFile(this.clock), this.clock, locale))
  }
}
