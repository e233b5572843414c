import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Work from '#models/catalogue/work'
import { actingAccount } from '#middleware/acting_account'
import { linksFor } from '#services/tracker/work_access'
import { attachmentNamed } from '#values/file_names'

export default class TorrentsController {
  /** The .torrent of a work: with the reader's own token for a subscriber, never cached (P4). */
  async show(ctx: HttpContext) {
    const { params, response, i18n, session } = ctx
    const work = await Work.query().where({ slug: params.slug, state: 'published' }).first()
    if (!work) throw new errors.E_ROUTE_NOT_FOUND(['GET', 'torrent'])
    const { links, access } = await linksFor(work.id, actingAccount(ctx)?.id ?? null)
    if (!links) {
      const why = access.state === 'verify_email' || access.state === 'pay' ? access.state : 'none'
      session.flash('error', i18n.t(`catalogue.work.torrent_refused.${why}`))
      return response.redirect().toPath(`/catalogue/works/${work.slug}`)
    }
    response.header('Content-Type', 'application/x-bittorrent')
    response.header('Cache-Control', 'private, no-store')
    response.header('Content-Disposition', attachmentNamed(links.fileName))
    return response.send(links.torrent)
  }
}
