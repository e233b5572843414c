import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { legalMention } from '#services/statutes/legal_mention'
import { adoptedVersions } from '#services/statutes/queries/profile_register'
import { readableBody, statutesHtml } from '#services/statutes/text/render_statutes'
import { profileRow } from '#transformers/statutes/profile_row'
import { sendStatutesPdf } from '#transformers/statutes/send_pdf'
import { Clock } from '#values/clock'

/** The statutes as everybody reads them: the version in force, those before and the one to come. */
@inject()
export default class StatutesController {
  constructor(protected clock: Clock) {}

  async show({ inertia, i18n, params, request }: HttpContext) {
    const versions = await adoptedVersions(this.clock)
    const asked = params.version && Number(params.version)
    const shown = asked
      ? versions.find(({ profile }) => profile.version === asked)
      : versions.find(({ standing }) => standing === 'in_force')
    if (asked && !shown) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    return inertia.render('statutes/show', {
      shown: shown
        ? {
            ...profileRow(shown),
            htmlFr: statutesHtml(readableBody(shown.profile, 'fr')),
            htmlEn: statutesHtml(readableBody(shown.profile, 'en')),
            mention: legalMention(shown.profile.settings, i18n.locale),
          }
        : null,
      versions: versions.map(profileRow),
    })
  }

  async pdf(ctx: HttpContext) {
    const versions = await adoptedVersions(this.clock)
    const found = versions.find(({ profile }) => profile.version === Number(ctx.params.version))
    if (!found) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return sendStatutesPdf(ctx, found.profile)
  }
}
