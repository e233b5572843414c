import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Resolution from '#models/governance/resolution'
import OfficePolicy from '#policies/governance/office_policy'
import {
  addResolution,
  editResolution,
  removeResolution,
  type ResolutionWords,
} from '#services/governance/agenda/write_resolution'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import { resolutionValidator } from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

/** Draft resolutions, until the notice fixes them (C28). */
@inject()
export default class ResolutionsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const outcome = await addResolution({ ...act, ...(await this.#words(ctx)) })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'resolution_added')
  }

  async update(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const { resolutionId } = ctx.params
    const outcome = await editResolution({ ...act, resolutionId, ...(await this.#words(ctx)) })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'saved')
  }

  async destroy(ctx: HttpContext) {
    const act = await this.#act(ctx)
    const outcome = await removeResolution({ ...act, resolutionId: ctx.params.resolutionId })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'resolution_removed')
  }

  async #words({ request }: HttpContext): Promise<ResolutionWords> {
    const asked = await request.validateUsing(resolutionValidator)
    const change = asked.change && asked.change !== 'none' ? asked.change.split(':') : [null, null]
    const [effectType, effectId] = change
    return {
      ...{ itemId: asked.item_id, title: asked.title, text: asked.text },
      ...{ type: asked.type, majority: asked.majority, fromBoard: asked.from_board === 'yes' },
      effectType: effectType as Resolution['effectType'],
      effectId,
      bodyCode: asked.body_code === 'none' ? null : (asked.body_code ?? null),
      seats: asked.seats ?? null,
    }
  }

  async #act({ auth, bouncer, params }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    return { assemblyId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
