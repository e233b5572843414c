import { readFile } from 'node:fs/promises'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import { minutesFile } from '#services/governance/queries/minutes_file'
import { minutesRegister } from '#services/governance/queries/minutes_register'
import { searchResolutions } from '#services/governance/queries/search_resolutions'
import { myMembership } from '#services/membership/queries/my_membership'
import { resolutionSearchValidator } from '#validators/governance/after'

/** A member looks back: the assemblies that were, every resolution, their own votes. */
@inject()
export default class PastController {
  async index({ auth, inertia, request, response }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    if (!member) return response.redirect().toRoute('shares.mine.show')
    const { search } = await request.validateUsing(resolutionSearchValidator)
    const meetings = await minutesRegister(true)
    return inertia.render('governance/past', {
      search: search ?? '',
      meetings: meetings
        .filter(({ body }) => body === 'assembly')
        .map(({ assemblyId, title, on, number, kind }) => ({
          ...{ assemblyId, title, on, number },
          isConsultation: kind === 'consultation',
        })),
      resolutions: await searchResolutions({ words: search, memberId: member.id }),
    })
  }

  /** Every member may read the signed minutes of assemblies. */
  async minutes({ auth, params, response }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const file = await minutesFile(params.id)
    const path = file?.minutes?.pdfPath
    if (!member || !path || file.assembly.body !== 'assembly') return response.notFound()
    response.header('Content-Type', 'application/pdf')
    response.header('Cache-Control', 'private, no-store')
    return response.send(await readFile(storedMinutes(path)))
  }
}
