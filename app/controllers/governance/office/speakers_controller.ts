import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { endTurn, giveFloor } from '#services/governance/speakers/give_floor'
import { refusedAct } from '#transformers/governance/answer'
import { Clock } from '#values/clock'

/** The chair gives the floor and takes people off the list. */
@inject()
export default class SpeakersController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const outcome = await giveFloor(this.#turn(ctx))
    return outcome.ok ? ctx.response.redirect().back() : refusedAct(ctx, outcome.error)
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const outcome = await endTurn(this.#turn(ctx))
    return outcome.ok ? ctx.response.redirect().back() : refusedAct(ctx, outcome.error)
  }

  #turn({ params, auth }: HttpContext) {
    const { id: assemblyId, memberId } = params
    return { assemblyId, memberId, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
