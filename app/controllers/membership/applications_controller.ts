import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Application from '#models/membership/application'
import { bulletinPdf } from '#services/membership/applications/bulletin_pdf'
import { paymentInstructions } from '#services/membership/applications/payment_instructions'
import { accessTokenHash } from '#services/membership/applications/secrets'
import { applicationStory } from '#services/membership/queries/application_story'
import { withdrawApplication } from '#services/membership/withdraw_application'
import { applicationFacts, applicationPapers } from '#transformers/membership/application_page'
import { askedApplication, rememberApplication } from '#validators/membership/asked_application'
import { attachmentNamed } from '#values/file_names'
import { Clock } from '#values/clock'

/** The applicant's own page: where the application stands, what comes next. */
@inject()
export default class ApplicationsController {
  constructor(protected clock: Clock) {}

  /** The secret link of the mails; the secret leaves the address at once. */
  async follow(ctx: HttpContext) {
    const { params, response, session, i18n } = ctx
    response.header('Referrer-Policy', 'no-referrer')
    const application = await Application.findBy('accessTokenHash', accessTokenHash(params.token))
    if (!application) {
      session.flash('error', i18n.t('membership.application.unknown_link'))
      return response.redirect().toRoute('membership.join.show')
    }
    rememberApplication(ctx, application.id)
    const page = application.state === 'unsigned' ? 'signatures' : 'applications'
    return response.redirect().toRoute(`membership.${page}.show`, { id: application.id })
  }

  async show(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    if (application.state === 'unsigned') {
      return ctx.response.redirect().toRoute('membership.signatures.show', { id: ctx.params.id })
    }
    const story = await applicationStory(application)
    return ctx.inertia.render('membership/application', {
      application: applicationFacts(application, story, ctx.i18n),
      papers: applicationPapers(story, ctx.i18n),
      payment: await paymentInstructions(application, this.clock),
    })
  }

  async bulletin(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    const { response } = ctx
    const bytes = await bulletinPdf(application)
    response.header('Content-Type', 'application/pdf')
    response.header('Content-Disposition', attachmentNamed(`bulletin-${application.reference}.pdf`))
    response.header('Cache-Control', 'no-store')
    return response.send(bytes)
  }

  async withdraw(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    const { session, response, i18n } = ctx
    const outcome = await withdrawApplication({ applicationId: application.id, clock: this.clock })
    if (!outcome.ok) {
      session.flash('error', i18n.t(`membership.application.refusals.${outcome.error}`))
    } else {
      const done = outcome.value.erased ? 'erased_flash' : 'withdrawn_flash'
      session.flash('success', i18n.t(`membership.application.${done}`))
      if (outcome.value.erased) return response.redirect().toRoute('membership.join.show')
    }
    return response.redirect().toRoute('membership.applications.show', { id: ctx.params.id })
  }
}
