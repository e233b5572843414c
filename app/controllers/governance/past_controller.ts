import { readFile } from 'node:fs/promises'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import { mayAttend } from '#services/governance/queries/may_attend'
import { minutesFile } from '#services/governance/queries/minutes_file'
import { pastMeetings } from '#services/governance/queries/past_meetings'
import { searchResolutions } from '#services/governance/queries/search_resolutions'
import { myMembership } from '#services/membership/queries/my_membership'
import { resolutionSearchValidator } from '#validators/governance/after'
import { Clock } from '#values/clock'

/** A member looks back: the assemblies that were, every resolution, their own votes. */
@inject()
export default class PastController {
  constructor(protected clock: Clock) {}

  async index({ auth, inertia, request, response }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    if (!member) return response.redirect().toRoute('shares.mine.show')
    const { search, page } = await request.validateUsing(resolutionSearchValidator)
    const asked = { words: search, memberId: member.id, page }
    const { found, ...paging } = await searchResolutions(asked)
    return inertia.render('governance/past', {
      search: search ?? '',
      meetings: await pastMeetings(member.id),
      resolutions: found,
      ...paging,
    })
  }

  /** Every member may read the signed minutes of assemblies, whoever sat in a board those of its meetings. */
  async minutes({ auth, params, response }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const file = await minutesFile(params.id)
    const path = file?.minutes?.pdfPath
    if (!member || !path || !(await mayAttend(file.assembly, member.id, this.clock))) {
      return response.notFound()
    }
    response.header('Content-Type', 'application/pdf')
    response.header('Cache-Control', 'private, no-store')
    return response.send(await readFile(storedMinutes(path)))
  }
}
