import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { mayAttend } from '#services/governance/queries/may_attend'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { myMeeting } from '#services/governance/queries/my_meeting'
import { askToSpeak, stopSpeaking } from '#services/governance/speakers/ask_to_speak'
import { myMembership } from '#services/membership/queries/my_membership'
import { refusedAct } from '#transformers/governance/answer'
import { meetingProps, streamMeeting } from '#transformers/governance/meeting_page'
import { Clock } from '#values/clock'

/** A meeting on a member's telephone: what is being decided, their votes, their receipts. */
@inject()
export default class MyMeetingController {
  constructor(protected clock: Clock) {}

  async show(ctx: HttpContext) {
    const { assembly, member } = await this.#attended(ctx)
    return ctx.inertia.render('governance/meeting', {
      ...(await meetingProps(assembly, ctx.i18n.locale, this.clock)),
      mine: await myMeeting(assembly, member, this.clock),
    })
  }

  async live(ctx: HttpContext) {
    const { assembly, member } = await this.#attended(ctx)
    return streamMeeting(ctx, assembly.id, this.clock, member.id)
  }

  async ask(ctx: HttpContext) {
    const { assembly, member } = await this.#attended(ctx)
    const wish = { assemblyId: assembly.id, memberId: member.id, clock: this.clock }
    const outcome = await askToSpeak(wish)
    return outcome.ok ? ctx.response.redirect().back() : refusedAct(ctx, outcome.error)
  }

  async stop(ctx: HttpContext) {
    const { assembly, member } = await this.#attended(ctx)
    const wish = { assemblyId: assembly.id, memberId: member.id, clock: this.clock }
    const outcome = await stopSpeaking(wish)
    return outcome.ok ? ctx.response.redirect().back() : refusedAct(ctx, outcome.error)
  }

  /** For whoever may not attend a meeting there is none. */
  async #attended({ auth, params, request }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const assembly = await findAssembly(params.id)
    if (!member || !(await mayAttend(assembly, member.id, this.clock))) {
      throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    }
    return { assembly, member }
  }
}
