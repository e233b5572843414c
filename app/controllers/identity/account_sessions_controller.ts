import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { describeAgent } from '#services/identity/describe_agent'
import { listSessions, revokeSessions } from '#services/identity/sessions'
import { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'

/** A session's id opens it: the page gets a name that cannot. */
const publicId = (sessionId: string) => sha256Hex(`session|${sessionId}`).slice(0, 32)

@inject()
export default class AccountSessionsController {
  constructor(private clock: Clock) {}

  async index({ inertia, auth, session }: HttpContext) {
    const found = await listSessions(auth.getUserOrFail().id, session.sessionId)
    return inertia.render('identity/sessions', {
      sessions: found.map(({ label, isCurrent }) => ({
        id: publicId(label.sessionId),
        device: describeAgent(label.userAgent),
        address: label.address,
        startedAt: label.startedAt.toISO()!,
        seenAt: label.seenAt.toISO()!,
        isCurrent,
      })),
    })
  }

  async destroy({ auth, params, session, response, i18n }: HttpContext) {
    const accountId = auth.getUserOrFail().id
    const found = await listSessions(accountId, session.sessionId)
    const match = found.find(({ label }) => publicId(label.sessionId) === params.id)
    if (!match) return response.notFound()
    await revokeSessions({ accountId, sessionId: match.label.sessionId, clock: this.clock })
    session.flash('success', i18n.t('identity.sessions.ended'))
    return response.redirect().toPath('/identity/sessions')
  }

  async destroyOthers({ auth, session, response, i18n }: HttpContext) {
    const count = await revokeSessions({
      accountId: auth.getUserOrFail().id,
      exceptSessionId: session.sessionId,
      clock: this.clock,
    })
    session.flash('success', i18n.t('identity.sessions.others_ended', { count }))
    return response.redirect().toPath('/identity/sessions')
  }
}
