import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/identity/office_policy'
import {
  currentLegalText,
  LEGAL_SLUGS,
  legalTextHistory,
  type LegalSlug,
  publishLegalText,
  renderLegalText,
} from '#services/identity/legal_texts'
import { legalTextValidator } from '#validators/identity/office'
import { Clock } from '#values/clock'

/** The legal texts in the office: edited with a preview, published as a new version. */
@inject()
export default class OfficeLegalTextsController {
  constructor(private clock: Clock) {}

  async index({ inertia, bouncer }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('editLegalTexts')
    const texts = []
    for (const slug of LEGAL_SLUGS) {
      for (const locale of ['fr', 'en'] as const) {
        const { title, version, publishedAt } = await currentLegalText(slug, locale)
        texts.push({ slug: slug as string, locale: locale as string, title, version, publishedAt })
      }
    }
    return inertia.render('identity/office/legal_texts', { texts })
  }

  async edit({ inertia, bouncer, params, request }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('editLegalTexts')
    const slug = params.slug as LegalSlug
    const locale = request.input('locale') === 'en' ? 'en' : 'fr'
    const current = await currentLegalText(slug, locale)
    const history = await legalTextHistory(slug, locale)
    return inertia.render('identity/office/legal_text', {
      slug: slug as string,
      textLocale: locale as 'fr' | 'en',
      title: current.title,
      body: current.body,
      version: current.version,
      history: history.map((text) => ({
        version: text.version,
        title: text.title,
        html: renderLegalText(text.body),
        publishedAt: text.publishedAt.toISO()!,
      })),
    })
  }

  async store({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('editLegalTexts')
    const text = await request.validateUsing(legalTextValidator)
    const slug = params.slug as LegalSlug
    const actor = auth.getUserOrFail()
    const version = await publishLegalText({ actor, slug, ...text, clock: this.clock })
    session.flash('success', i18n.t('identity.office.legal.published', { version }))
    return response.redirect().toPath(`/identity/office/legal/${slug}?locale=${text.locale}`)
  }
}
