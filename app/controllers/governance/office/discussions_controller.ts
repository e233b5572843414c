import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { decideAmendment } from '#services/governance/discussion/amendments'
import { removeComment } from '#services/governance/discussion/comments'
import { answerQuestion } from '#services/governance/discussion/written_questions'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import {
  amendmentAnswerValidator,
  answerValidator,
  commentRemovalValidator,
} from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

/** The office answers what members propose, ask and say. */
@inject()
export default class DiscussionsController {
  constructor(protected clock: Clock) {}

  async amendment(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { decision, answer } = await ctx.request.validateUsing(amendmentAnswerValidator)
    const { resolutionId, amendmentId } = ctx.params
    const outcome = await decideAmendment({
      ...{ ...act, resolutionId, amendmentId },
      accepted: decision === 'accepted',
      answer: answer ?? '',
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, `amendment_${decision}`)
  }

  async question(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { answer } = await ctx.request.validateUsing(answerValidator)
    const outcome = await answerQuestion({ ...act, questionId: ctx.params.questionId, answer })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'answered')
  }

  async comment(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { reason } = await ctx.request.validateUsing(commentRemovalValidator)
    const { resolutionId, commentId } = ctx.params
    const outcome = await removeComment({ ...act, resolutionId, commentId, reason })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'comment_removed')
  }

  async #act({ auth, bouncer, params }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    return { assemblyId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
