import { inject } from '@adonisjs/core'
import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ApplicationDocument from '#models/membership/application_document'
import ApplicationPolicy from '#policies/membership/application_policy'
import { receiveDocument, sendDocument } from '#validators/membership/handed_in'
import { officeApplication } from '#validators/membership/office_application'
import { Clock } from '#values/clock'

/** The papers of an application, as the office reads them, or adds those that came by post. */
@inject()
export default class ApplicationDocumentsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(ApplicationPolicy).authorize('manage')
    const application = await officeApplication(ctx)
    await receiveDocument(ctx, application, ctx.auth.getUserOrFail(), this.clock)
    ctx.session.flash('success', ctx.i18n.t('membership.application.papers.kept'))
    return ctx.response
      .redirect()
      .toRoute('membership.office.applications.show', { id: ctx.params.id })
  }

  async show(ctx: HttpContext) {
    await ctx.bouncer.with(ApplicationPolicy).authorize('view')
    const { id, documentId } = ctx.params
    const document = await ApplicationDocument.query()
      .where({ id: documentId, applicationId: id })
      .first()
    if (!document) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return sendDocument(ctx, document)
  }
}
