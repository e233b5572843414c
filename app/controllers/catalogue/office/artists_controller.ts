import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import type { Infer } from '@vinejs/vine/types'
import OfficePolicy from '#policies/catalogue/office_policy'
import { createArtist } from '#services/catalogue/create_artist'
import { editArtist } from '#services/catalogue/edit_artist'
import { artistRegister } from '#services/catalogue/queries/artist_register'
import { isRightsHolder, rightsHolderChoices } from '#services/licensing/queries/making_choices'
import { artistSearchValidator, artistValidator } from '#validators/catalogue/office'
import { refusedField } from '#validators/catalogue/refused_field'
import { Clock } from '#values/clock'

/** The names under which works are shown. */
@inject()
export default class OfficeArtistsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const filter = await request.validateUsing(artistSearchValidator)
    const holders = await rightsHolderChoices()
    return inertia.render('catalogue/office/artists', {
      ...(await artistRegister(filter)),
      filters: { search: filter.search ?? null, sort: filter.sort ?? ('name' as string) },
      holders: holders.map(({ id, name }) => ({ id, name })),
      may: { manage: await office.allows('manage') },
    })
  }

  async store(ctx: HttpContext) {
    const { auth, bouncer, response, session, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    const words = await this.#wordsOf(ctx)
    await createArtist({ ...words, actor: auth.getUserOrFail(), clock: this.clock })
    session.flash('success', i18n.t('catalogue.office.artists.added', { name: words.name }))
    return response.redirect().toRoute('catalogue.office.artists.index')
  }

  async update(ctx: HttpContext) {
    const { auth, bouncer, params, request, response, session, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    const words = await this.#wordsOf(ctx)
    const act = { artistId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
    const outcome = await editArtist({ ...words, ...act })
    if (!outcome.ok) throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    session.flash('success', i18n.t('catalogue.office.artists.corrected', { name: words.name }))
    return response.redirect().back()
  }

  async #wordsOf({ request, i18n }: HttpContext) {
    const asked: Infer<typeof artistValidator> = await request.validateUsing(artistValidator)
    const rightsHolderId = asked.rights_holder_id === 'none' ? null : asked.rights_holder_id
    if (rightsHolderId && !(await isRightsHolder(rightsHolderId))) {
      throw refusedField(i18n, 'rights_holder_id', 'unknown_rights_holder')
    }
    const { name, bio_fr: bioFr = null, bio_en: bioEn = null } = asked
    return { name, rightsHolderId, bioFr, bioEn }
  }
}
