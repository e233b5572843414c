import type { HttpContext } from '@adonisjs/core/http'
import StatuteProfile from '#models/statutes/statute_profile'
import OfficePolicy from '#policies/statutes/office_policy'
import { readTyped } from '#services/statutes/form/read_typed'
import { predecessorOf } from '#services/statutes/queries/predecessor_of'
import { profileReview } from '#transformers/statutes/profile_review'
import { unreadWords } from '#transformers/statutes/refusal'
import { findingsValidator } from '#validators/statutes/office'

/** What the linter says while somebody types; nothing is saved. */
export default class FindingsController {
  async store({ bouncer, params, request, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const asked = await request.validateUsing(findingsValidator)
    const profile = await StatuteProfile.findOrFail(params.id)
    const { settings, unread } = readTyped(asked, profile.settings)
    const typed = { settings, sourceFr: asked.source_fr, sourceEn: asked.source_en ?? '' }
    const review = profileReview(typed, await predecessorOf(profile), i18n)
    return { ...review, unread: unreadWords(unread, i18n) }
  }
}
