import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { RoyaltiesError } from '#services/royalties/errors'
import { exportPayouts } from '#services/royalties/payouts/export_payouts'
import { recordTransfers } from '#services/royalties/payouts/record_transfers'
import { payoutRegister } from '#services/royalties/queries/payout_register'
import { refusalText } from '#transformers/royalties/refusal'
import { transfersValidator } from '#validators/royalties/months'
import { Clock } from '#values/clock'

/** A month's transfers: one person takes the list to the bank, a second one says they are done. */
@inject()
export default class PayoutsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, params }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewMonths')
    return inertia.render('royalties/office/payouts', {
      period: params.period as string,
      payouts: await payoutRegister(params.period),
    })
  }

  async export(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('recordPayouts')
    const csv = await this.#orRefuse(ctx, exportPayouts(this.#act(ctx)))
    if (csv === null) return
    const name = `peerfy-virements-${ctx.params.period}.csv`
    ctx.response.header('Content-Type', 'text/csv; charset=utf-8')
    ctx.response.header('Content-Disposition', `attachment; filename="${name}"`)
    ctx.response.header('Cache-Control', 'no-store')
    return ctx.response.send(csv)
  }

  async store(ctx: HttpContext) {
    const { bouncer, request, session, i18n, params } = ctx
    await bouncer.with(OfficePolicy).authorize('recordPayouts')
    const { references } = await request.validateUsing(transfersValidator)
    const done = await this.#orRefuse(ctx, recordTransfers({ ...this.#act(ctx), references }))
    if (done === null) return
    const words = done.all === 0 ? 'nothing_to_pay_flash' : 'recorded_flash'
    session.flash('success', i18n.t(`royalties.office.payouts.${words}`, { left: done.left }))
    return ctx.response.redirect().toRoute('royalties.office.close.show', { period: params.period })
  }

  #act({ auth, params }: HttpContext) {
    return { period: params.period as string, actor: auth.getUserOrFail(), clock: this.clock }
  }

  async #orRefuse<T>({ session, i18n, params, response }: HttpContext, work: Promise<T>) {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof RoyaltiesError)) throw error
      session.flash('error', refusalText(i18n, error))
      response.redirect().toRoute('royalties.office.close.show', { period: params.period })
      return null
    }
  }
}
