import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { checkIn, checkOut } from '#services/governance/attendance/check_in'
import { myMembership } from '#services/membership/queries/my_membership'
import { doneAct, refusedAct } from '#transformers/governance/answer'
import { Clock } from '#values/clock'

/** A member says that they follow the meeting from afar, or that they go. */
@inject()
export default class PresenceController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const actor = ctx.auth.getUserOrFail()
    const member = await myMembership(actor.id)
    if (!member) return refusedAct(ctx, { code: 'not_a_member', figures: {} })
    const outcome = await checkIn({
      assemblyId: ctx.params.id,
      memberId: member.id,
      mode: 'remote',
      actor,
      clock: this.clock,
    })
    return outcome.ok ? doneAct(ctx, 'here_from_afar') : refusedAct(ctx, outcome.error)
  }

  async destroy(ctx: HttpContext) {
    const member = await myMembership(ctx.auth.getUserOrFail().id)
    if (!member) return refusedAct(ctx, { code: 'not_a_member', figures: {} })
    const outcome = await checkOut({
      assemblyId: ctx.params.id,
      memberId: member.id,
      clock: this.clock,
    })
    return outcome.ok ? doneAct(ctx, 'gone') : refusedAct(ctx, outcome.error)
  }
}
