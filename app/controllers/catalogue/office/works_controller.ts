import { finished } from 'node:stream/promises'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import send from 'send'
import OfficePolicy from '#policies/catalogue/office_policy'
import { countWorks, workRegister } from '#services/catalogue/queries/work_register'
import { createWork } from '#services/catalogue/create_work'
import { artistChoices, isArtist } from '#services/catalogue/queries/artist_register'
import { makingChoices } from '#services/catalogue/queries/making_choices'
import { workDossier } from '#services/catalogue/queries/work_dossier'
import { workFile } from '#services/catalogue/queries/work_file'
import { worksAsCsv } from '#services/catalogue/works_csv'
import { sendCsv } from '#transformers/documents/send_csv'
import { presentDossier } from '#transformers/catalogue/work_dossier'
import LicensingPolicy from '#policies/licensing/office_policy'
import { workSearchValidator, workValidator } from '#validators/catalogue/office'
import { refusedField } from '#validators/catalogue/refused_field'
import { Clock } from '#values/clock'

/** The staff's register of works, and each with its history. */
@inject()
export default class WorksController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const filter = await request.validateUsing(workSearchValidator)
    const manage = await office.allows('manage')
    const artists = manage ? await artistChoices() : []
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
        shares: filter.shares ?? null,
        sort: filter.sort ?? ('-created_at' as string),
      },
      counts: await countWorks(),
      artists: artists.map(({ id, name }) => ({ id, name })),
      may: { manage },
      exportUrl: '/catalogue/office/works.csv',
    })
  }

  async export(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const filter = await ctx.request.validateUsing(workSearchValidator)
    return sendCsv(ctx, 'works', worksAsCsv(filter, this.clock.now()))
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const asked = await request.validateUsing(workValidator)
    if (!(await isArtist(asked.artist_id))) throw refusedField(i18n, 'artist_id', 'unknown_artist')
    const work = await createWork({
      artistId: asked.artist_id,
      title: asked.title,
      kind: asked.kind,
      isrc: asked.isrc,
      descriptionFr: asked.description_fr,
      descriptionEn: asked.description_en,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    session.flash('success', i18n.t('catalogue.office.making.created', { title: work.title }))
    return response.redirect().toRoute('catalogue.office.works.show', { id: work.id })
  }

  async show({ bouncer, inertia, params, request, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const dossier = await workDossier(params.id, this.clock.now())
    if (!dossier) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    const licensing = bouncer.with(LicensingPolicy)
    const may = {
      move: await office.allows('moderate'),
      file: await office.allows('manage'),
      licence: await licensing.allows('manage'),
    }
    const choices = may.licence ? await makingChoices(this.clock.now()) : null
    return inertia.render('catalogue/office/work', presentDossier(dossier, { may, choices }, i18n))
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
