import { inject } from '@adonisjs/core'
import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Subscriber from '#models/subscriptions/subscriber'
import OfficePolicy from '#policies/subscriptions/office_policy'
import { revokeTokensByStaff } from '#services/tracker/revoke_announce_token'
import { reasonValidator } from '#validators/identity/account'
import { Clock } from '#values/clock'

/** P4: the office revokes every personal torrent of a subscriber, with a reason. */
@inject()
export default class TokensController {
  constructor(protected clock: Clock) {}

  async destroy({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('revokeTokens')
    const { reason } = await request.validateUsing(reasonValidator)
    const subscriber = await Subscriber.find(params.id)
    if (!subscriber) throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    const count = await revokeTokensByStaff({
      subscriberId: subscriber.id,
      reason,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    const kind = count > 0 ? 'success' : 'error'
    session.flash(kind, i18n.t(`tracker.office.${count > 0 ? 'revoked' : 'none'}`, { count }))
    return response.redirect().toRoute('subscriptions.office.subscribers.index')
  }
}
