import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import OfficePolicy from '#policies/catalogue/office_policy'
import { editDraft } from '#services/catalogue/edit_draft'
import { draftValidator } from '#validators/catalogue/office'
import { refusedField } from '#validators/catalogue/refused_field'
import { Clock } from '#values/clock'

/** The words of a work, corrected until it is submitted. */
@inject()
export default class DraftsController {
  constructor(protected clock: Clock) {}

  async update({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const asked = await request.validateUsing(draftValidator)
    const outcome = await editDraft({
      workId: params.id,
      title: asked.title,
      isrc: asked.isrc ?? null,
      descriptionFr: asked.description_fr ?? null,
      descriptionEn: asked.description_en ?? null,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (outcome.ok) {
      const { title } = outcome.value
      session.flash('success', i18n.t('catalogue.office.making.corrected', { title }))
      return response.redirect().toRoute('catalogue.office.works.show', { id: params.id })
    }
    if (outcome.error === 'not_draft') throw refusedField(i18n, 'title', 'not_draft')
    throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
  }
}
