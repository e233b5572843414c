import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { actingAccount } from '#middleware/acting_account'
import { cataloguePage, withLicences } from '#services/catalogue/queries/catalogue_page'
import { findWorkPage } from '#services/catalogue/queries/find_work_page'
import { workAccess } from '#services/catalogue/work_access'
import WorkTransformer from '#transformers/catalogue/work_transformer'
import { presentWork } from '#transformers/catalogue/work_page'
import { catalogueSearchValidator } from '#validators/catalogue/works'
import { Clock } from '#values/clock'

@inject()
export default class WorksController {
  constructor(protected clock: Clock) {}

  async index({ inertia, request }: HttpContext) {
    const filters = await request.validateUsing(catalogueSearchValidator)
    const { works, paging } = await cataloguePage(filters, this.clock.now())
    return inertia.render('catalogue/index', {
      works: WorkTransformer.transform(works),
      paging,
      filters: {
        search: filters.search ?? null,
        kind: filters.kind ?? null,
        sort: filters.sort ?? 'newest',
      },
    })
  }

  async show(ctx: HttpContext) {
    const { inertia, params, i18n } = ctx
    const now = this.clock.now()
    const page = await findWorkPage(params.slug, now)
    if (!page) throw new errors.E_ROUTE_NOT_FOUND(['GET', `/catalogue/works/${params.slug}`])
    const access = await workAccess().accessOf(page.work, actingAccount(ctx)?.id ?? null)
    const { torrent } = page
    return inertia.render('catalogue/show', {
      ...presentWork(page, access, i18n.locale === 'en' ? 'en' : 'fr'),
      sharing: torrent ? await workAccess().sharingOf(torrent.infoHash) : null,
      others: WorkTransformer.transform(await withLicences(page.others, now)),
    })
  }
}
