import type { HttpContext } from '@adonisjs/core/http'
import { currentLegalText, type LegalSlug, renderLegalText } from '#services/identity/legal_texts'

/** The legal texts as everybody reads them. */
export default class LegalTextsController {
  async show({ inertia, route, params, i18n }: HttpContext) {
    const slug = (params.slug ?? route!.pattern.slice(1)) as LegalSlug
    const text = await currentLegalText(slug, i18n.locale === 'en' ? 'en' : 'fr')
    return inertia.render('identity/legal', {
      slug,
      title: text.title,
      html: renderLegalText(text.body),
      version: text.version,
      publishedAt: text.publishedAt,
    })
  }
}
