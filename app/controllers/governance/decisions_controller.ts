import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { governingBodies } from '#services/governance/queries/governing_bodies'
import { publishedResolution } from '#services/governance/queries/published_resolution'
import { searchResolutions } from '#services/governance/queries/search_resolutions'
import { resolutionReference } from '#services/governance/resolution_reference'
import { resultSentences } from '#transformers/governance/after'
import { governingBody } from '#transformers/governance/governing_body'
import { resolutionSearchValidator } from '#validators/governance/after'
import { Clock } from '#values/clock'

/** Everybody reads who governs and what was decided, with what each decision changed. */
@inject()
export default class DecisionsController {
  constructor(protected clock: Clock) {}

  async index({ inertia, request, i18n }: HttpContext) {
    const { search, page } = await request.validateUsing(resolutionSearchValidator)
    const bodies = await governingBodies(this.clock)
    const pageOf = await searchResolutions({ words: search, publishedOnly: true, page })
    return inertia.render('governance/index', {
      search: search ?? '',
      bodies: bodies.map((body) => governingBody(body, i18n.locale)),
      page: pageOf.page,
      pages: pageOf.pages,
      resolutions: pageOf.found.map(({ body, assemblyNumber, ...one }) => ({
        reference: resolutionReference({ body, number: assemblyNumber }, one),
        number: one.number,
        title: one.title,
        on: one.on,
        assemblyTitle: one.assemblyTitle,
        effect: one.effectType,
      })),
    })
  }

  async show({ inertia, params, response, i18n }: HttpContext) {
    const resolution = await publishedResolution(params.reference)
    if (!resolution) return response.notFound()
    const { assembly } = resolution
    const candidates = resolution.candidates.map(({ id, member }) => ({
      id,
      name: member.displayName,
    }))
    const { settings } = assembly.statuteProfile
    return inertia.render('governance/resolution', {
      reference: params.reference as string,
      title: resolution.title,
      text: resolution.text,
      assembly: { title: assembly.title, startsAt: assembly.startsAt.toISO()! },
      effect: resolution.effectType,
      inForce: resolution.effectedAt !== null,
      sentences: resultSentences(i18n, settings, resolution, candidates),
      root: assembly.electorateRoot?.toString('hex') ?? null,
    })
  }
}
