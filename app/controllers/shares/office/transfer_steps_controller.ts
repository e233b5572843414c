import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Member from '#models/membership/member'
import OfficePolicy from '#policies/shares/office_policy'
import type { SharesRefusal } from '#services/shares/errors'
import { refuseTransfer } from '#services/shares/transfers/end_transfer'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { requestTransfer } from '#services/shares/transfers/request_transfer'
import { scanOf } from '#transformers/shares/scans'
import { stepDone, typedCents } from '#transformers/shares/step_answer'
import {
  estateTransferValidator,
  refusedTransferValidator,
  registrationValidator,
} from '#validators/shares/steps'
import { Clock } from '#values/clock'
import type { Result } from '#values/result'

/** A transfer that an estate or a paper orders, entered into the register, or refused in time. */
@inject()
export default class TransferStepsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(estateTransferValidator)
    const { price } = asked
    const priceCents = price ? typedCents(price, { i18n: ctx.i18n, field: 'price' }) : null
    const giver = await Member.findBy('number', asked.from_number)
    const outcome = await requestTransfer({
      fromMemberId: giver?.id ?? asked.to_member,
      toMemberId: asked.to_member,
      shares: asked.shares,
      priceCents,
      reason: asked.reason,
      evidence: { method: 'paper', reference: asked.paper_reference },
      scan: scanOf(ctx),
      ...this.#act(ctx),
    })
    return this.#answer(ctx, outcome, { field: 'from_number', done: 'transfer_asked' })
  }

  async register(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(registrationValidator)
    const outcome = await registerTransfer({
      transferId: ctx.params.id,
      decisionReference: asked.decision_reference ?? null,
      ...this.#act(ctx),
    })
    return this.#answer(ctx, outcome, { field: 'decision_reference', done: 'transferred' })
  }

  async refuse(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(refusedTransferValidator)
    const outcome = await refuseTransfer({
      transferId: ctx.params.id,
      decisionReference: asked.decision_reference,
      reason: asked.reason,
      ...this.#act(ctx),
    })
    return this.#answer(ctx, outcome, { field: 'reason', done: 'transfer_refused' })
  }

  #act({ auth }: HttpContext) {
    return { actor: auth.getUserOrFail(), clock: this.clock }
  }

  #answer(
    { i18n, request, session, response }: HttpContext,
    outcome: Result<unknown, SharesRefusal>,
    { field, done }: { field: string; done: string }
  ) {
    stepDone(outcome, { i18n, path: request.url(), field })
    session.flash('success', i18n.t(`shares.movement.done.${done}`))
    return response.redirect().toRoute('shares.office.transfers.index')
  }
}
