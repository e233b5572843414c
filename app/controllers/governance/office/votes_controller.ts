import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { closeVote } from '#services/governance/votes/close_vote'
import { openVote } from '#services/governance/votes/open_vote'
import { recordBallot } from '#services/governance/votes/record_ballot'
import { withdrawVote } from '#services/governance/votes/withdraw_vote'
import { answeredBallot, doneAct, refusedAct } from '#transformers/governance/answer'
import { openingValidator, recordedBallotValidator } from '#validators/governance/vote'
import { Clock } from '#values/clock'

/** The chair opens and closes votes; the desk writes down those of people without a telephone. */
@inject()
export default class VotesController {
  constructor(protected clock: Clock) {}

  async open(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const { minutes } = await ctx.request.validateUsing(openingValidator)
    const outcome = await openVote({ ...this.#act(ctx), minutes })
    return outcome.ok ? doneAct(ctx, 'vote_opened') : refusedAct(ctx, outcome.error)
  }

  /** Opened by mistake, and nobody has voted. */
  async withdraw(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const outcome = await withdrawVote(this.#act(ctx))
    return outcome.ok ? doneAct(ctx, 'vote_withdrawn') : refusedAct(ctx, outcome.error)
  }

  async close(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const outcome = await closeVote(this.#act(ctx))
    if (!outcome.ok) return refusedAct(ctx, outcome.error)
    const { outcome: found, effectFailure } = outcome.value
    return doneAct(ctx, effectFailure ? 'vote_adopted_without_effect' : `vote_${found}`)
  }

  async record(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const said = await ctx.request.validateUsing(recordedBallotValidator)
    const outcome = await recordBallot({
      ...this.#act(ctx),
      electorMemberId: said.elector,
      castByMemberId: said.by ?? said.elector,
      choice: said.choice,
      candidateIds: said.candidates,
    })
    return outcome.ok ? answeredBallot(ctx, outcome.value) : refusedAct(ctx, outcome.error)
  }

  #act({ params, auth }: HttpContext) {
    return { resolutionId: params.id, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
