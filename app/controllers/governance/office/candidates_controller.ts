import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { addCandidate, removeCandidate } from '#services/governance/agenda/candidates'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import { candidateValidator } from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

/** Who stands in an election, until the notice fixes the list (C28). */
@inject()
export default class CandidatesController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const asked = await ctx.request.validateUsing(candidateValidator)
    const outcome = await addCandidate({
      ...act,
      memberNumber: asked.member_number,
      statement: asked.statement ?? '',
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'candidate_added')
  }

  async destroy(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const outcome = await removeCandidate({ ...act, candidateId: ctx.params.candidateId })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'candidate_removed')
  }

  async #act({ auth, bouncer, params }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const { id: assemblyId, resolutionId } = params as { id: string; resolutionId: string }
    return { assemblyId, resolutionId, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
