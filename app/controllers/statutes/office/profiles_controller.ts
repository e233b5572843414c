import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import StatuteProfile from '#models/statutes/statute_profile'
import OfficePolicy from '#policies/statutes/office_policy'
import {
  discardDraft,
  draftMark,
  draftStatutes,
  editDraft,
} from '#services/statutes/draft_statutes'
import { StatutesError } from '#services/statutes/errors'
import { FIELDS, LIST_FIELDS } from '#services/statutes/form/fields'
import { readTyped } from '#services/statutes/form/read_typed'
import { typedSettings } from '#services/statutes/form/typed'
import { predecessorOf } from '#services/statutes/queries/predecessor_of'
import { profileRegister } from '#services/statutes/queries/profile_register'
import { knownPlaceholders } from '#services/statutes/text/render_statutes'
import { draftWarnings } from '#transformers/statutes/draft_warnings'
import { profileDetail } from '#transformers/statutes/profile_detail'
import { profileReview } from '#transformers/statutes/profile_review'
import { profileRow } from '#transformers/statutes/profile_row'
import { refused, refusalText, unreadable } from '#transformers/statutes/refusal'
import { draftValidator, profileValidator } from '#validators/statutes/office'
import { Clock } from '#values/clock'

/** The versions of the statutes in the office: drafted, edited, put aside, read. */
@inject()
export default class ProfilesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const profiles = await profileRegister(this.clock)
    return inertia.render('statutes/office/profiles', {
      profiles: profiles.map(profileRow),
      may: { manage: await office.allows('manage') },
    })
  }

  async store({ auth, bouncer, request, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const { label } = await request.validateUsing(profileValidator)
    const draft = await draftStatutes({ label, actor: auth.getUserOrFail(), clock: this.clock })
    return response.redirect().toRoute('statutes.office.profiles.edit', { id: draft.id })
  }

  async show({ bouncer, inertia, params, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const profile = await StatuteProfile.findOrFail(params.id)
    const before = await predecessorOf(profile)
    const today = this.clock.now().toISODate()!
    return inertia.render('statutes/office/profile', {
      profile: await profileDetail(profile, this.clock),
      before: before?.version ?? null,
      review: profileReview(profile, before, i18n),
      warnings: await draftWarnings(profile, today, i18n),
      today,
      may: { manage: await office.allows('manage') },
    })
  }

  async edit({ bouncer, inertia, params, response, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const { id } = params
    const profile = await StatuteProfile.findOrFail(id)
    if (!profile.isDraft)
      return response.redirect().toRoute('statutes.office.profiles.show', { id })
    const before = await predecessorOf(profile)
    const { label, sourceFr, sourceEn } = profile
    const typed = typedSettings(profile.settings, i18n.locale)
    return inertia.render('statutes/office/profile_edit', {
      draft: { id, label, mark: draftMark(profile), sourceFr, sourceEn, ...typed },
      before: before?.version ?? null,
      catalogue: { fields: FIELDS, lists: LIST_FIELDS },
      placeholders: knownPlaceholders(profile.settings),
      review: profileReview(profile, before, i18n),
    })
  }

  async update({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const { label, mark, ...asked } = await request.validateUsing(draftValidator)
    const profile = await StatuteProfile.findOrFail(params.id)
    const { settings, unread } = readTyped(asked, profile.settings)
    if (Object.keys(unread).length > 0) throw unreadable(i18n, unread)
    const draft = { label, settings, sourceFr: asked.source_fr, sourceEn: asked.source_en ?? '' }
    const by = { actor: auth.getUserOrFail(), clock: this.clock }
    try {
      await editDraft({ id: profile.id, mark, draft, ...by })
    } catch (error) {
      throw error instanceof StatutesError ? refused(i18n, error) : error
    }
    session.flash('success', i18n.t('statutes.office.saved'))
    return response.redirect().back()
  }

  async destroy({ auth, bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    try {
      await discardDraft({ id: params.id, actor: auth.getUserOrFail(), clock: this.clock })
      session.flash('success', i18n.t('statutes.office.discarded'))
    } catch (error) {
      if (!(error instanceof StatutesError)) throw error
      session.flash('error', refusalText(i18n, error))
    }
    return response.redirect().toRoute('statutes.office.profiles.index')
  }
}
