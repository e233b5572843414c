import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import {
  addAgendaItem,
  editAgendaItem,
  moveAgendaItem,
  removeAgendaItem,
} from '#services/governance/agenda/edit_agenda'
import { requestAgendaItem } from '#services/governance/agenda/request_item'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import {
  itemRequestValidator,
  itemValidator,
  moveValidator,
} from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

/** The points of an agenda, until the notice fixes them (C28). */
@inject()
export default class AgendaItemsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { title, text } = await ctx.request.validateUsing(itemValidator)
    const outcome = await addAgendaItem({ ...act, title, text: text ?? '' })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'item_added')
  }

  /** A request that members signed on paper. */
  async request(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const asked = await ctx.request.validateUsing(itemRequestValidator)
    const outcome = await requestAgendaItem({
      ...act,
      title: asked.title,
      text: asked.text ?? '',
      member: { number: asked.member_number },
      signatories: asked.signatories,
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'item_added')
  }

  async update(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { title, text } = await ctx.request.validateUsing(itemValidator)
    const itemId = ctx.params.itemId
    const outcome = await editAgendaItem({ ...act, itemId, title, text: text ?? '' })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'saved')
  }

  async move(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { direction } = await ctx.request.validateUsing(moveValidator)
    const itemId = ctx.params.itemId
    const outcome = await moveAgendaItem({ ...act, itemId, up: direction === 'up' })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return ctx.response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const outcome = await removeAgendaItem({ ...act, itemId: ctx.params.itemId })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'item_removed')
  }

  async #act({ auth, bouncer, params }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    return { assemblyId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
