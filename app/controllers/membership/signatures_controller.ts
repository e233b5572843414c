import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import applicationsConfig from '#config/applications'
import { applicationStory } from '#services/membership/queries/application_story'
import { resendCode, signApplication } from '#services/membership/sign_application'
import { showsOutbox } from '#services/identity/shows_outbox'
import { countAttempt } from '#start/limiter'
import { applicationFacts } from '#transformers/membership/application_page'
import { signatureValidator } from '#validators/membership/applications'
import { askedApplication, reader } from '#validators/membership/asked_application'
import { refusedField } from '#validators/membership/refused_application'
import { Clock } from '#values/clock'

/** Signing an application with the code that was sent by e-mail. */
@inject()
export default class SignaturesController {
  constructor(protected clock: Clock) {}

  async show(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    if (application.state !== 'unsigned') {
      return ctx.response.redirect().toRoute('membership.applications.show', { id: ctx.params.id })
    }
    const story = await applicationStory(application)
    return ctx.inertia.render('membership/join_signature', {
      application: applicationFacts(application, story, ctx.i18n),
      bulletin: bulletinWords(application.bulletin),
      minutes: applicationsConfig.codeLifetimeMinutes,
      outboxPath: showsOutbox() ? '/dev/outbox' : null,
    })
  }

  async store(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    const { code } = await ctx.request.validateUsing(signatureValidator)
    await countAttempt(ctx, 'signature', application.id)
    const outcome = await signApplication({
      applicationId: application.id,
      code: code.replace(/\D/g, ''),
      address: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent')?.slice(0, 500) ?? null,
      accountId: reader(ctx)?.id ?? null,
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedField(ctx.i18n, 'code', outcome.error)
    ctx.session.flash('success', ctx.i18n.t('membership.join.signature.done'))
    return ctx.response.redirect().toRoute('membership.applications.show', { id: ctx.params.id })
  }

  /** Another code; the older one stops working. */
  async resend(ctx: HttpContext) {
    const application = await askedApplication(ctx)
    await countAttempt(ctx, 'signature_code', application.id)
    const outcome = await resendCode(application.id, this.clock)
    if (!outcome.ok) throw refusedField(ctx.i18n, 'code', outcome.error)
    const sent = ctx.i18n.t('membership.join.signature.sent_again', { email: application.email })
    ctx.session.flash('success', sent)
    return ctx.response.redirect().toRoute('membership.signatures.show', { id: ctx.params.id })
  }
}

type Words = { declarations: string[]; consents: { given: boolean; text: string }[] }

/** The sentences that the code signs, as they stand in the bulletin. */
function bulletinWords(bulletin: Record<string, unknown> | null): Words {
  const { declarations = [], consents = [] } = (bulletin ?? {}) as Partial<Words>
  return { declarations, consents: consents.map(({ given, text }) => ({ given, text })) }
}
