import { inject, errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ShareTransfer from '#models/shares/share_transfer'
import type { SharesRefusal } from '#services/shares/errors'
import { transferOrderPdf } from '#services/shares/documents/transfer_order'
import { memberOfAccount } from '#services/shares/queries/my_shares'
import { declineTransfer } from '#services/shares/transfers/answer_transfer'
import {
  draftAcceptance,
  signAcceptance,
  type PendingAcceptance,
} from '#services/shares/transfers/sign_acceptance'
import { countAttempt } from '#start/limiter'
import { sendFile } from '#transformers/shares/files'
import { refusalText, refusedShares } from '#transformers/shares/refusal'
import { signedFrom } from '#transformers/shares/signed_from'
import { signatureValidator, transferAnswerValidator } from '#validators/shares/mine'
import { Clock } from '#values/clock'
import type { Result } from '#values/result'

/** Where an acceptance waits for its code, in the session of whoever will sign it. */
export const PENDING_ACCEPTANCE = 'pending_acceptance'

/** Whoever was ordered shares accepts them with a code by e-mail, or declines; both sides read the order. */
@inject()
export default class MyTransferAnswersController {
  constructor(protected clock: Clock) {}

  /** Sends the code that accepts: the text to sign stands on the page until then. */
  async accept(ctx: HttpContext) {
    const { i18n, session } = ctx
    const { transfer, member } = await this.#transfer(ctx, 'taker')
    await countAttempt(ctx, 'signature_code', member.id)
    const locale = i18n.locale === 'en' ? 'en' : 'fr'
    const asked = { taker: member, transferId: transfer.id, locale, clock: this.clock } as const
    const outcome = await draftAcceptance(asked)
    if (outcome.ok) session.put(PENDING_ACCEPTANCE, outcome.value)
    const sent = i18n.t('shares.more.code_sent', { email: member.email })
    return this.#answer(ctx, outcome, sent)
  }

  async sign(ctx: HttpContext) {
    const { auth, i18n, request, session } = ctx
    const { transfer, member } = await this.#transfer(ctx, 'taker')
    const { code } = await request.validateUsing(signatureValidator)
    const pending = session.get(PENDING_ACCEPTANCE) as PendingAcceptance | undefined
    if (pending?.id !== transfer.id)
      throw refusedShares(i18n, 'code', { code: 'code_expired', figures: {} })
    await countAttempt(ctx, 'signature', member.id)
    const actor = auth.getUserOrFail()
    const signed = { pending, code, actor, accountId: actor.id, clock: this.clock }
    const outcome = await signAcceptance({ ...signed, ...signedFrom(ctx) })
    if (!outcome.ok) {
      session.put(PENDING_ACCEPTANCE, { ...pending, wrongCodes: pending.wrongCodes + 1 })
      throw refusedShares(i18n, 'code', outcome.error)
    }
    session.forget(PENDING_ACCEPTANCE)
    return this.#answer(ctx, outcome, i18n.t('shares.transfer.accepted'))
  }

  /** The acceptance is left unsigned: the order still waits. */
  async leave(ctx: HttpContext) {
    await this.#transfer(ctx, 'taker')
    ctx.session.forget(PENDING_ACCEPTANCE)
    return ctx.response.redirect().toRoute('shares.mine.show')
  }

  async decline(ctx: HttpContext) {
    const { transfer } = await this.#transfer(ctx, 'taker')
    const { reason } = await ctx.request.validateUsing(transferAnswerValidator)
    const actor = ctx.auth.getUserOrFail()
    const { id: transferId } = transfer
    const outcome = await declineTransfer({ transferId, reason, actor, clock: this.clock })
    if (outcome.ok) ctx.session.forget(PENDING_ACCEPTANCE)
    return this.#answer(ctx, outcome, ctx.i18n.t('shares.transfer.declined'))
  }

  async order(ctx: HttpContext) {
    const { transfer } = await this.#transfer(ctx, 'either')
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
    if (!member || !transfer || !sides!.includes(member.id)) {
      throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
    }
    return { transfer, member }
  }

  #answer(
    { i18n, session, response }: HttpContext,
    outcome: Result<unknown, SharesRefusal>,
    done: string
  ) {
    if (!outcome.ok) session.flash('error', refusalText(i18n, outcome.error))
    else session.flash('success', done)
    return response.redirect().toRoute('shares.mine.show')
  }
}
