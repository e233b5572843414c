import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { addCause } from '#services/royalties/causes/add_cause'
import { correctCause } from '#services/royalties/causes/correct_cause'
import { RoyaltiesError } from '#services/royalties/errors'
import { causeRegister } from '#services/royalties/queries/cause_register'
import { refusedField } from '#transformers/royalties/refusal'
import { causeCorrectionValidator, causeValidator } from '#validators/royalties/causes'
import { Clock } from '#values/clock'

type Asked = { name: string; description_fr: string; description_en: string; url?: string }

/** The causes that a rule may name: added and corrected, never deleted. */
@inject()
export default class OfficeCausesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('viewMonths')
    return inertia.render('royalties/office/causes', {
      causes: await causeRegister(),
      may: { manage: await office.allows('managePolicy') },
    })
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('managePolicy')
    const words = wordsOf(await request.validateUsing(causeValidator))
    try {
      await addCause({ words, actor: auth.getUserOrFail(), clock: this.clock })
    } catch (error) {
      throw error instanceof RoyaltiesError ? refusedField(i18n, 'name', error) : error
    }
    session.flash('success', i18n.t('royalties.office.causes.added', { name: words.name }))
    return response.redirect().toRoute('royalties.office.causes.index')
  }

  async update({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('managePolicy')
    const { reason, ...asked } = await request.validateUsing(causeCorrectionValidator)
    const act = { causeId: params.id as string, words: wordsOf(asked), reason, clock: this.clock }
    const cause = await correctCause({ ...act, actor: auth.getUserOrFail() })
    session.flash('success', i18n.t('royalties.office.causes.corrected', { name: cause.name }))
    return response.redirect().toRoute('royalties.office.causes.index')
  }
}

function wordsOf({ name, description_fr, description_en, url }: Asked) {
  return { name, descriptionFr: description_fr, descriptionEn: description_en, url: url ?? null }
}
