import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { castBallot } from '#services/governance/votes/cast_ballot'
import { myMembership } from '#services/membership/queries/my_membership'
import { answeredBallot, refusedAct } from '#transformers/governance/answer'
import { ballotValidator } from '#validators/governance/vote'
import { Clock } from '#values/clock'

/** A member votes, for themselves or for whom they carry; sending it again gives the same receipt. */
@inject()
export default class BallotsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const said = await ctx.request.validateUsing(ballotValidator)
    const member = await myMembership(ctx.auth.getUserOrFail().id)
    if (!member) return refusedAct(ctx, { code: 'not_a_member', figures: {} })
    const outcome = await castBallot({
      resolutionId: ctx.params.id,
      electorMemberId: said.elector ?? member.id,
      castByMemberId: member.id,
      choice: said.choice,
      candidateIds: said.candidates,
      clock: this.clock,
    })
    return outcome.ok ? answeredBallot(ctx, outcome.value) : refusedAct(ctx, outcome.error)
  }
}
