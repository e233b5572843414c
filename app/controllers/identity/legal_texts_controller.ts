import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { letterheadOn } from '#services/documents/letterhead'
import { fillLegalText } from '#services/identity/legal_placeholders'
import { currentLegalText, type LegalSlug, renderLegalText } from '#services/identity/legal_texts'
import { Clock } from '#values/clock'

/** The legal texts as everybody reads them. */
@inject()
export default class LegalTextsController {
  constructor(protected clock: Clock) {}

  async show({ inertia, route, params, i18n }: HttpContext) {
    const slug = (params.slug ?? route!.pattern.slice(1)) as LegalSlug
    const locale = i18n.locale === 'en' ? 'en' : 'fr'
    const text = await currentLegalText(slug, locale)
    const letterhead = await letterheadOn(this.clock.now().toISODate()!)
    return inertia.render('identity/legal', {
      slug,
      title: text.title,
      html: renderLegalText(fillLegalText(text.body, letterhead, locale)),
      version: text.version,
      publishedAt: text.publishedAt,
    })
  }
}
