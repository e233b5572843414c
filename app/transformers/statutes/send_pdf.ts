import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type StatuteProfile from '#models/statutes/statute_profile'
import { changesPdf } from '#services/statutes/documents/changes_pdf'
import { statutesPdf } from '#services/statutes/documents/statutes_pdf'
import { predecessorOf } from '#services/statutes/queries/predecessor_of'

/** Answers with a version as a file to print and keep, in the reader's language. */
export async function sendStatutesPdf(ctx: HttpContext, profile: StatuteProfile) {
  const locale = askedLocale(ctx)
  return sendPdf(ctx, nameOf('statuts', profile, locale), await statutesPdf(profile, locale))
}

/** Answers with what a version changes of the one before; the first changes nothing. */
export async function sendChangesPdf(ctx: HttpContext, profile: StatuteProfile) {
  const before = await predecessorOf(profile)
  if (!before) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
  const locale = askedLocale(ctx)
  const bytes = await changesPdf(profile, before, locale)
  return sendPdf(ctx, nameOf('statuts-changements', profile, locale), bytes)
}

const askedLocale = ({ request, i18n }: HttpContext) =>
  request.input('lang', i18n.locale) === 'en' ? 'en' : 'fr'

const nameOf = (what: string, { version }: StatuteProfile, locale: string) =>
  `${what}-${version ?? 'projet'}-${locale}.pdf`

function sendPdf({ response }: HttpContext, name: string, bytes: Buffer) {
  response.header('Content-Type', 'application/pdf')
  response.header('Content-Disposition', `inline; filename="${name}"`)
  return response.send(bytes)
}
