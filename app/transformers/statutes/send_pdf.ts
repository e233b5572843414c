import type { HttpContext } from '@adonisjs/core/http'
import type StatuteProfile from '#models/statutes/statute_profile'
import { statutesPdf } from '#services/statutes/documents/statutes_pdf'

/** Answers with a version as a file to print and keep, in the reader's language. */
export async function sendStatutesPdf(
  { request, response, i18n }: HttpContext,
  profile: StatuteProfile
) {
  const asked = request.input('lang', i18n.locale)
  const locale = asked === 'en' ? 'en' : 'fr'
  const name = `statuts-${profile.version ?? 'projet'}-${locale}.pdf`
  const bytes = await statutesPdf(profile, locale)
  response.header('Content-Type', 'application/pdf')
  response.header('Content-Disposition', `inline; filename="${name}"`)
  return response.send(bytes)
}
