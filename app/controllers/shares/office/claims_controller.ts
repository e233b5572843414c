import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { clawBack } from '#services/shares/claims/claw_back'
import { payClaim } from '#services/shares/claims/pay_claim'
import { recordPayee } from '#services/shares/claims/record_payee'
import { recordRecovery } from '#services/shares/claims/record_recovery'
import type { SharesRefusal } from '#services/shares/errors'
import { stepDone, typedCents } from '#transformers/shares/step_answer'
import { isoDay } from '#validators/membership/rules'
import {
  claimPayeeValidator,
  claimPaymentValidator,
  clawBackValidator,
  decisionValidator,
  receiptValidator,
} from '#validators/shares/steps'
import { Clock } from '#values/clock'
import type { Result } from '#values/result'

/** What is owed to those who left: paid in turn, earlier by decision, taken back for losses. */
@inject()
export default class ClaimsController {
  constructor(protected clock: Clock) {}

  async pay(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('recordMoney')
    const asked = await ctx.request.validateUsing(claimPaymentValidator)
    const bankDate = isoDay(asked.bank_date)
    const line = { bankDate, bankReference: asked.bank_reference }
    const outcome = await payClaim({ ...line, ...this.#act(ctx) })
    return this.#answer(ctx, outcome, { field: 'bank_reference', done: 'claim_paid' })
  }

  async allowEarly(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(decisionValidator)
    const decisionReference = asked.decision_reference
    const outcome = await allowEarlyPayment({ decisionReference, ...this.#act(ctx) })
    return this.#answer(ctx, outcome, { field: 'decision_reference', done: 'early_allowed' })
  }

  async payee(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(claimPayeeValidator)
    const { name, iban, evidence_reference: evidenceReference } = asked
    const outcome = await recordPayee({ name, iban, evidenceReference, ...this.#act(ctx) })
    return this.#answer(ctx, outcome, { field: 'name', done: 'payee_recorded' })
  }

  async clawBack(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('recordMoney')
    const asked = await ctx.request.validateUsing(clawBackValidator)
    const outcome = await clawBack({
      annualAccountsId: asked.annual_accounts,
      lossCents: asked.loss ? typedCents(asked.loss, { i18n: ctx.i18n, field: 'loss' }) : undefined,
      decisionReference: asked.decision_reference,
      ...this.#act(ctx),
    })
    return this.#answer(ctx, outcome, { field: 'loss', done: 'clawed_back' })
  }

  async recover(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('recordMoney')
    const asked = await ctx.request.validateUsing(receiptValidator)
    const outcome = await recordRecovery({
      amountCents: typedCents(asked.amount, { i18n: ctx.i18n, field: 'amount' }),
      bankDate: isoDay(asked.bank_date),
      bankReference: asked.bank_reference,
      ...this.#act(ctx),
    })
    return this.#answer(ctx, outcome, { field: 'amount', done: 'recovered' })
  }

  #act({ auth, params }: HttpContext) {
    return { claimId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
  }

  #answer(
    { i18n, request, session, response }: HttpContext,
    outcome: Result<unknown, SharesRefusal>,
    { field, done }: { field: string; done: string }
  ) {
    stepDone(outcome, { i18n, path: request.url(), field })
    session.flash('success', i18n.t(`shares.movement.done.${done}`))
    return response.redirect().toRoute('shares.office.exits.index')
  }
}
