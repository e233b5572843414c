import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { createApplication } from '#services/membership/create_application'
import { joinPage } from '#services/membership/queries/join_page'
import { countAttempt } from '#start/limiter'
import { ownUnsigned, reader, rememberApplication } from '#validators/membership/asked_application'
import { againValidator, applicationForm, joinValidator } from '#validators/membership/join'
import { refusedField } from '#validators/membership/refused_application'
import { Clock } from '#values/clock'

/** The form by which one asks to become a member. */
@inject()
export default class JoinController {
  constructor(protected clock: Clock) {}

  async show(ctx: HttpContext) {
    const { again } = await ctx.request.validateUsing(againValidator)
    const page = await joinPage({
      account: reader(ctx),
      again: await ownUnsigned(ctx, again ?? null),
      locale: ctx.i18n.locale,
      clock: this.clock,
    })
    // Whoever signs in or opens an account first is led back to the form.
    if (page.open === 'account_only') ctx.session.setIntendedUrl(ctx.request.url(true))
    return ctx.inertia.render('membership/join', page)
  }

  async store(ctx: HttpContext) {
    const typed = await ctx.request.validateUsing(joinValidator)
    await countAttempt(ctx, 'join', typed.email)
    const outcome = await createApplication({
      form: applicationForm(typed),
      locale: ctx.i18n.locale === 'en' ? 'en' : 'fr',
      accountId: reader(ctx)?.id ?? null,
      replaces: await ownUnsigned(ctx, typed.replaces ?? null),
      clock: this.clock,
    })
    if (!outcome.ok) {
      const { field, code, figures } = outcome.error
      throw refusedField(ctx.i18n, field, code, figures)
    }
    rememberApplication(ctx, outcome.value.id)
    return ctx.response.redirect().toRoute('membership.signatures.show', { id: outcome.value.id })
  }
}
