import { errors } from '@adonisjs/core'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ApplicationDocument from '#models/membership/application_document'
import { takeBackDocument } from '#services/membership/applications/hand_in_document'
import { countAttempt } from '#start/limiter'
import { askedApplication } from '#validators/membership/asked_application'
import { receiveDocument, sendDocument } from '#validators/membership/handed_in'
import { Clock } from '#values/clock'

/** The papers that an applicant hands in; nobody else's can be named here. */
@inject()
export default class ApplicationDocumentsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    await countAttempt(ctx, 'document', application.id)
    await receiveDocument(ctx, application, { label: application.displayName }, this.clock)
    ctx.session.flash('success', ctx.i18n.t('membership.application.papers.kept'))
    return this.#back(ctx)
  }

  async show(ctx: HttpContext) {
    await askedApplication(ctx)
    return sendDocument(ctx, await this.#asked(ctx))
  }

  async destroy(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    const { session, i18n } = ctx
    const document = await this.#asked(ctx)
    const actor = { label: application.displayName }
    const outcome = await takeBackDocument({ document, actor, clock: this.clock })
    if (outcome.ok) session.flash('success', i18n.t('membership.application.papers.removed'))
    else session.flash('error', i18n.t(`membership.application.refusals.${outcome.error}`))
    return this.#back(ctx)
  }

  async #asked({ params, request }: HttpContext): Promise<ApplicationDocument> {
    const document = await ApplicationDocument.query()
      .where({ id: params.documentId, applicationId: params.id })
      .first()
    if (!document) throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
    return document
  }

  #back({ response, params }: HttpContext) {
    return response.redirect().toRoute('membership.applications.show', { id: params.id })
  }
}
