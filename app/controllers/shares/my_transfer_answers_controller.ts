import { inject, errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ShareTransfer from '#models/shares/share_transfer'
import type { SharesRefusal } from '#services/shares/errors'
import { transferOrderPdf } from '#services/shares/documents/transfer_order'
import { memberOfAccount } from '#services/shares/queries/my_shares'
import { acceptTransfer, declineTransfer } from '#services/shares/transfers/answer_transfer'
import { sendFile } from '#transformers/shares/files'
import { refusalText } from '#transformers/shares/refusal'
import { signedFrom } from '#transformers/shares/signed_from'
import { transferAnswerValidator } from '#validators/shares/mine'
import { Clock } from '#values/clock'
import type { Result } from '#values/result'

/** Whoever was ordered shares accepts them or not; both sides read the order. */
@inject()
export default class MyTransferAnswersController {
  constructor(protected clock: Clock) {}

  async accept(ctx: HttpContext) {
    const transfer = await this.#transfer(ctx, 'taker')
    const actor = ctx.auth.getUserOrFail()
    const { address, userAgent } = signedFrom(ctx)
    const acceptance = {
      method: 'signed_in_account',
      account_id: actor.id,
      email: actor.email,
      accepted_at: this.clock.now().toISO(),
      address,
      user_agent: userAgent,
    }
    const { id: transferId } = transfer
    const outcome = await acceptTransfer({ transferId, acceptance, actor, clock: this.clock })
    return this.#answer(ctx, outcome, 'accepted')
  }

  async decline(ctx: HttpContext) {
    const { id: transferId } = await this.#transfer(ctx, 'taker')
    const { reason } = await ctx.request.validateUsing(transferAnswerValidator)
    const actor = ctx.auth.getUserOrFail()
    const outcome = await declineTransfer({ transferId, reason, actor, clock: this.clock })
    return this.#answer(ctx, outcome, 'declined')
  }

  async order(ctx: HttpContext) {
    const transfer = await this.#transfer(ctx, 'either')
    const bytes = await transferOrderPdf(transfer)
    if (!bytes) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    const name = `ordre-de-mouvement-${transfer.reference}`
    return sendFile(ctx, { name, kind: 'pdf', content: bytes })
  }

  /** One that the signed-in member is a side of; nobody else's can be named here. */
  async #transfer({ auth, params, request }: HttpContext, side: 'taker' | 'either') {
    const member = await memberOfAccount(auth.getUserOrFail().id)
    const transfer = member && (await ShareTransfer.find(params.id))
    const sides = transfer && [transfer.toMemberId, side === 'either' && transfer.fromMemberId]
    if (!transfer || !sides!.includes(member.id)) {
      throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
    }
    return transfer
  }

  #answer(
    { i18n, session, response }: HttpContext,
    outcome: Result<unknown, SharesRefusal>,
    done: string
  ) {
    if (!outcome.ok) session.flash('error', refusalText(i18n, outcome.error))
    else session.flash('success', i18n.t(`shares.transfer.${done}`))
    return response.redirect().toRoute('shares.mine.show')
  }
}
