import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import OfficePolicy from '#policies/catalogue/office_policy'
import { receiveMediaFile } from '#services/catalogue/receive_media_file'
import { removeMediaFile } from '#services/catalogue/remove_media_file'
import { replaceMediaFile } from '#services/catalogue/replace_media_file'
import { withUpload } from '#validators/catalogue/media_upload'
import { refusedField } from '#validators/catalogue/refused_field'
import { Clock } from '#values/clock'

/** The bytes of a work, as the office receives them from its makers. */
@inject()
export default class WorkFilesController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const { auth, bouncer, params, request, response, session, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    const act = { workId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
    const outcome = await withUpload(ctx, ({ path, clientName }) =>
      receiveMediaFile({ ...act, path, fileName: clientName })
    )
    if (!outcome.ok) {
      if (outcome.error !== 'unknown_work') throw refusedField(i18n, 'file', outcome.error)
      throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    }
    session.flash('success', i18n.t('catalogue.office.making.file_kept'))
    return response.redirect().toRoute('catalogue.office.works.show', { id: params.id })
  }

  /** Another file in place of a draft's own. */
  async update(ctx: HttpContext) {
    const { auth, bouncer, params, request, response, session, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    const act = { workId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
    const outcome = await withUpload(ctx, ({ path, clientName }) =>
      replaceMediaFile({ ...act, path, fileName: clientName })
    )
    if (!outcome.ok) {
      if (outcome.error !== 'unknown_work') throw refusedField(i18n, 'file', outcome.error)
      throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    }
    const { fileName: name } = outcome.value
    session.flash('success', i18n.t('catalogue.office.making.file_replaced', { name }))
    return response.redirect().toRoute('catalogue.office.works.show', { id: params.id })
  }

  async destroy({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const actor = auth.getUserOrFail()
    const outcome = await removeMediaFile({ workId: params.id, actor, clock: this.clock })
    if (outcome.ok) {
      const { fileName: name } = outcome.value
      session.flash('success', i18n.t('catalogue.office.making.file_removed', { name }))
    } else if (outcome.error === 'unknown_work') {
      throw new errors.E_ROUTE_NOT_FOUND(['DELETE', request.url()])
    } else {
      session.flash('error', i18n.t(`catalogue.refusals.${outcome.error}`))
    }
    return response.redirect().toRoute('catalogue.office.works.show', { id: params.id })
  }
}
