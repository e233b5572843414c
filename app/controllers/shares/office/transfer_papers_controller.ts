import { inject, errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ShareTransfer from '#models/shares/share_transfer'
import ShareTransferPaper from '#models/shares/share_transfer_paper'
import OfficePolicy from '#policies/shares/office_policy'
import type { SharesRefusal } from '#services/shares/errors'
import { transferOrderPdf } from '#services/shares/documents/transfer_order'
import { acceptTransfer, declineTransfer } from '#services/shares/transfers/answer_transfer'
import { withdrawTransfer } from '#services/shares/transfers/end_transfer'
import { sendFile } from '#transformers/shares/files'
import { scanOf, sendScan } from '#transformers/shares/scans'
import { stepDone } from '#transformers/shares/step_answer'
import { paperAnswerValidator, paperNoValidator } from '#validators/shares/steps'
import { Clock } from '#values/clock'
import type { Result } from '#values/result'

/** What the two sides of a transfer said on paper, the scans, and the order on paper. */
@inject()
export default class TransferPapersController {
  constructor(protected clock: Clock) {}

  async accept(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { paper_reference: reference } = await ctx.request.validateUsing(paperAnswerValidator)
    const given = { acceptance: { method: 'paper', reference }, scan: scanOf(ctx) }
    return this.#answer(ctx, await acceptTransfer({ ...given, ...this.#act(ctx) }), 'accepted')
  }

  async decline(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(paperNoValidator)
    const { reason, paper_reference: paperReference } = asked
    const said = { reason, paperReference, scan: scanOf(ctx) }
    return this.#answer(ctx, await declineTransfer({ ...said, ...this.#act(ctx) }), 'declined')
  }

  async withdraw(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { reason, paper_reference: paper } = await ctx.request.validateUsing(paperNoValidator)
    const said = [reason, paper].filter(Boolean).join(' · ')
    const given = { reason: said, scan: scanOf(ctx) }
    const outcome = await withdrawTransfer({ ...given, ...this.#act(ctx) })
    return this.#answer(ctx, outcome, 'withdrawn')
  }

  /** The co-operative's copy names both addresses, as the register of movements does (R228-9). */
  async order(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const transfer = await ShareTransfer.find(ctx.params.id)
    const bytes = transfer && (await transferOrderPdf(transfer, { addresses: true }))
    if (!bytes) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    const name = `ordre-de-mouvement-${transfer.reference}`
    return sendFile(ctx, { name, kind: 'pdf', content: bytes })
  }

  async scan(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const { id: transferId, paperId: id } = ctx.params
    const paper = await ShareTransferPaper.query().where({ id, transferId }).first()
    if (!paper?.storagePath) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return sendScan(ctx, paper)
  }

  #act({ auth, params }: HttpContext) {
    return { transferId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
  }

  #answer(
    { i18n, request, session, response }: HttpContext,
    outcome: Result<unknown, SharesRefusal>,
    done: string
  ) {
    stepDone(outcome, { i18n, path: request.url(), field: 'paper_reference' })
    session.flash('success', i18n.t(`shares.movement.done.transfer_${done}`))
    return response.redirect().toRoute('shares.office.transfers.index')
  }
}
