import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import type Assembly from '#models/governance/assembly'
import type Member from '#models/membership/member'
import { comingMeetings } from '#services/governance/queries/coming_meetings'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { mayRead } from '#services/governance/queries/may_attend'
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

/** A meeting as a member prepares for it: the next one of the members, or any other they are called to. */
@inject()
export default class MyAssemblyController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const assembly = member && (await nextAssembly(this.clock))
    return inertia.render('governance/mine', await this.#page(member, assembly))
  }

  /** One meeting by its address: where a notice's link leads whoever has signed in. */
  async meeting(ctx: HttpContext) {
    const { assembly, member } = await this.#readable(ctx)
    return ctx.inertia.render('governance/mine', await this.#page(member, assembly))
  }

  async document(ctx: HttpContext) {
    const { assembly } = await this.#readable(ctx)
    return sendPaper(ctx, assembly.id)
  }

  async calendar(ctx: HttpContext) {
    const { assembly } = await this.#readable(ctx)
    return sendCalendar(ctx, assembly)
  }

  async #page(member: Member | null, assembly: Assembly | null) {
    const coming = member ? await comingMeetings(member.id, this.clock) : []
    const others = coming.filter(({ id }) => id !== assembly?.id).map(assemblyFacts)
    if (!member || !assembly) {
      const none = { assembly: null, agenda: [], documents: [], discussion: null, view: null }
      return { isMember: !!member, others, ...none }
    }
    const { agenda, documents, discussion } = await papersOf(assembly)
    return {
      isMember: true,
      others,
      assembly: assemblyFacts(assembly),
      agenda: agendaRows(agenda),
      documents: documentRows(documents),
      discussion: discussionRows(discussion, member.id),
      view: await memberView(assembly, member, this.clock),
    }
  }

  /** Members read the papers of the meetings of members; a board's are for who sits in it. */
  async #readable({ auth, params, request }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const assembly = await findAssembly(params.id)
    if (!member || !(await mayRead(assembly, member.id, this.clock))) {
      throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    }
    return { assembly, member }
  }
}
