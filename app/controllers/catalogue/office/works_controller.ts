import { finished } from 'node:stream/promises'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import send from 'send'
import OfficePolicy from '#policies/catalogue/office_policy'
import { countWorks, workRegister } from '#services/catalogue/queries/work_register'
import { workDossier } from '#services/catalogue/queries/work_dossier'
import { workFile } from '#services/catalogue/queries/work_file'
import { presentDossier } from '#transformers/catalogue/work_dossier'
import { workSearchValidator } from '#validators/catalogue/office'
import { Clock } from '#values/clock'

/** The staff's register of works, and each with its history. */
@inject()
export default class WorksController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    const filter = await request.validateUsing(workSearchValidator)
    const { works, paging } = await workRegister(filter, this.clock.now())
    return inertia.render('catalogue/office/works', {
      works: works.map(({ work, licence }) => ({
        id: work.id,
        title: work.title,
        artistName: work.artist.name,
        kind: work.kind,
        state: work.state,
        createdAt: work.createdAt.toISO()!,
        stateSince: (work.stateChanges[0]?.at ?? work.createdAt).toISO()!,
        licenceCode: licence?.code ?? null,
      })),
      paging,
      filters: {
        search: filter.search ?? null,
        state: filter.state ?? null,
        sort: filter.sort ?? ('-created_at' as string),
      },
      counts: await countWorks(),
    })
  }

  async show({ bouncer, inertia, params, request, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const dossier = await workDossier(params.id, this.clock.now())
    if (!dossier) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    const mayMove = await office.allows('moderate')
    return inertia.render('catalogue/office/work', presentDossier(dossier, mayMove, i18n))
  }

  /** The work itself, before it is published too; counted for nobody. */
  async file({ bouncer, params, request, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    const file = await workFile(params.id)
    if (!file) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    const answer = response.response
    answer.setHeader('Cache-Control', 'private, no-store')
    answer.setHeader('X-Content-Type-Options', 'nosniff')
    send(request.request, file.path, { cacheControl: false })
      .on('headers', (headed) => headed.setHeader('Content-Type', file.mimeType))
      .pipe(answer)
    await finished(answer).catch(() => {})
  }
}
