import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { memberView } from '#services/governance/queries/member_view'
import { nextAssembly } from '#services/governance/queries/next_assembly'
import { papersOf } from '#services/governance/queries/papers_of'
import { myMembership } from '#services/membership/queries/my_membership'
import {
  agendaRows,
  assemblyFacts,
  discussionRows,
  documentRows,
} from '#transformers/governance/assembly_page'
import { sendCalendar, sendPaper } from '#transformers/governance/send_paper'
import { Clock } from '#values/clock'

/** The next meeting as a member prepares for it. */
@inject()
export default class MyAssemblyController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const assembly = member && (await nextAssembly(this.clock))
    if (!member || !assembly) {
      const none = { agenda: [], documents: [], discussion: null, view: null }
      return inertia.render('governance/mine', { isMember: !!member, assembly: null, ...none })
    }
    const { agenda, documents, discussion } = await papersOf(assembly)
    return inertia.render('governance/mine', {
      isMember: true,
      assembly: assemblyFacts(assembly),
      agenda: agendaRows(agenda),
      documents: documentRows(documents),
      discussion: discussionRows(discussion, member.id),
      view: await memberView(assembly, member, this.clock),
    })
  }

  async document(ctx: HttpContext) {
    const { id } = await this.#readable(ctx)
    return sendPaper(ctx, id)
  }

  async calendar(ctx: HttpContext) {
    return sendCalendar(ctx, await this.#readable(ctx))
  }

  /** Members read the papers of the meetings of members; a board's are its own. */
  async #readable({ auth, params, request }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const assembly = await findAssembly(params.id)
    if (!member || assembly.body !== 'assembly') {
      throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    }
    return assembly
  }
}
