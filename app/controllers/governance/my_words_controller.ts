import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { requestAgendaItem } from '#services/governance/agenda/request_item'
import { proposeAmendment, withdrawAmendment } from '#services/governance/discussion/amendments'
import { commentResolution } from '#services/governance/discussion/comments'
import { askQuestion } from '#services/governance/discussion/written_questions'
import { myMembership } from '#services/membership/queries/my_membership'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import {
  amendmentValidator,
  commentValidator,
  itemValidator,
  questionValidator,
} from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

const NOT_A_MEMBER = { code: 'not_a_member', figures: {} }

/** What a member says before a meeting: another text, a comment, a question, a point of the agenda. */
@inject()
export default class MyWordsController {
  constructor(protected clock: Clock) {}

  async amend(ctx: HttpContext) {
    const { text, reason } = await ctx.request.validateUsing(amendmentValidator)
    const act = await this.#act(ctx)
    const { resolutionId } = ctx.params
    const outcome = await proposeAmendment({ ...act, resolutionId, text, reason: reason ?? '' })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'amendment_proposed')
  }

  async withdraw(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { resolutionId, amendmentId } = ctx.params
    const outcome = await withdrawAmendment({ ...act, resolutionId, amendmentId })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'amendment_withdrawn')
  }

  async comment(ctx: HttpContext) {
    const { body } = await ctx.request.validateUsing(commentValidator)
    const act = await this.#act(ctx)
    const { resolutionId } = ctx.params
    const outcome = await commentResolution({ ...act, resolutionId, body })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'commented')
  }

  async question(ctx: HttpContext) {
    const { body } = await ctx.request.validateUsing(questionValidator)
    const outcome = await askQuestion({ ...(await this.#act(ctx)), body })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'asked')
  }

  async item(ctx: HttpContext) {
    const { title, text } = await ctx.request.validateUsing(itemValidator)
    const { assemblyId, memberId, clock } = await this.#act(ctx)
    const outcome = await requestAgendaItem({
      ...{ assemblyId, clock, title, text: text ?? '' },
      member: { id: memberId },
      signatories: 1,
      actor: ctx.auth.getUserOrFail(),
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'item_added')
  }

  async #act(ctx: HttpContext) {
    const member = await myMembership(ctx.auth.getUserOrFail().id)
    if (!member) throw refusedForm(ctx, NOT_A_MEMBER)
    return { assemblyId: ctx.params.id as string, memberId: member.id, clock: this.clock }
  }
}
