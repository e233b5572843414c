import { inject } from '@adonisjs/core'
import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ShareSubscription from '#models/shares/share_subscription'
import { PENDING_ACCEPTANCE } from '#controllers/shares/my_transfer_answers_controller'
import { PENDING_ORDER } from '#controllers/shares/my_transfers_controller'
import { paperContext } from '#services/shares/documents/pdf_context'
import { shareCertificate } from '#services/shares/documents/share_certificate'
import { subscriptionBulletinPdf } from '#services/shares/documents/subscription_bulletin'
import type { PendingBulletin } from '#services/shares/more_shares/sign_more_shares'
import type { PendingAcceptance } from '#services/shares/transfers/sign_acceptance'
import type { PendingOrder } from '#services/shares/transfers/sign_transfer'
import { memberOfAccount, myShares } from '#services/shares/queries/my_shares'
import { mySharesPage } from '#transformers/shares/my_shares_page'
import { sendFile } from '#transformers/shares/files'
import { Clock } from '#values/clock'

/** A member's own shares: nobody else's can be named here. */
@inject()
export default class MineController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia, i18n, session }: HttpContext) {
    const member = await memberOfAccount(auth.getUserOrFail().id)
    if (!member) return inertia.render('shares/mine', NOT_A_MEMBER)
    return inertia.render('shares/mine', {
      ...mySharesPage(member, await myShares(member, this.clock), i18n),
      pending: pendingOf(session.get(PENDING_BULLETIN)),
      order: orderOf(session.get(PENDING_ORDER)),
      acceptance: acceptanceOf(session.get(PENDING_ACCEPTANCE)),
    })
  }

  async certificate(ctx: HttpContext) {
    const { auth, i18n, response, session } = ctx
    const member = await memberOfAccount(auth.getUserOrFail().id)
    const words = { locale: i18n.locale, t: i18n.t.bind(i18n) }
    const bytes = member && (await shareCertificate(member, await paperContext(words, this.clock)))
    if (!bytes) {
      session.flash('error', i18n.t('shares.mine.no_certificate'))
      return response.redirect().toRoute('shares.mine.show')
    }
    const name = `certificat-de-parts-${member.number}`
    return sendFile(ctx, { name, kind: 'pdf', content: bytes })
  }

  async bulletin(ctx: HttpContext) {
    const member = await memberOfAccount(ctx.auth.getUserOrFail().id)
    const subscription =
      member &&
      (await ShareSubscription.query().where({ id: ctx.params.id, memberId: member.id }).first())
    const bytes = subscription && (await subscriptionBulletinPdf(subscription))
    if (!bytes) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return sendFile(ctx, {
      name: `bulletin-${subscription.reference}`,
      kind: 'pdf',
      content: bytes,
    })
  }
}

/** Where a bulletin waits for its code, in the session of whoever will sign it. */
export const PENDING_BULLETIN = 'pending_bulletin'

function pendingOf(pending: PendingBulletin | undefined) {
  if (!pending) return null
  const {
    shares,
    amount_cents: amountCents,
    first_payment_cents: firstPaymentCents,
  } = pending.bulletin.subscription
  return { shares, amountCents, firstPaymentCents, email: pending.bulletin.subscriber.email }
}

/** An order of a transfer that waits for its code, as the giver reads it before signing. */
function orderOf(pending: PendingOrder | undefined) {
  if (!pending) return null
  const { taker, transfer, reference } = pending.order
  return {
    reference,
    taker: taker.name,
    shares: transfer.shares,
    amountCents: transfer.amount_cents,
    priceCents: transfer.price_cents,
    declarations: pending.order.declarations,
    email: pending.email,
  }
}

/** An acceptance that waits for its code, as the taker reads it before signing. */
function acceptanceOf(pending: PendingAcceptance | undefined) {
  if (!pending) return null
  const { id, email, acceptance } = pending
  return { id, email, declarations: acceptance.declarations }
}

const NOT_A_MEMBER = { member: null, shares: null, pending: null, order: null, acceptance: null }
