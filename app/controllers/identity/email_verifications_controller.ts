import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goOn, openSession } from '#controllers/identity/sign_in_controller'
import { PENDING_ACCOUNT_KEY } from '#controllers/identity/sign_up_controller'
import Account from '#models/identity/account'
import { sendVerification } from '#services/identity/sign_up'
import { showsOutbox } from '#services/identity/shows_outbox'
import { verifyEmail } from '#services/identity/verify_email'
import { countAttempt } from '#start/limiter'
import { Clock } from '#values/clock'

@inject()
export default class EmailVerificationsController {
  constructor(private clock: Clock) {}

  /** "Look into your mailbox", after a sign-up or for a signed-in person not yet verified. */
  async show({ inertia, auth, session, response }: HttpContext) {
    if (auth.user?.emailVerifiedAt) return response.redirect().toPath('/identity/account')
    return inertia.render('identity/verify_email', {
      email: auth.user?.email ?? (session.flashMessages.get('email') as string | undefined) ?? null,
      canResend: Boolean(auth.user) || session.has(PENDING_ACCOUNT_KEY),
      outboxPath: showsOutbox() ? '/dev/outbox' : null,
    })
  }

  /** Sends the link again; where there is nobody to send it to, the answer is the same. */
  async store(ctx: HttpContext) {
    const { auth, session, response, i18n } = ctx
    const pending = session.get(PENDING_ACCOUNT_KEY) as string | undefined
    const id = auth.user?.id ?? pending ?? 'none'
    await countAttempt(ctx, 'resend', id)
    const account = id === 'none' ? null : await Account.find(id)
    if (account && !account.emailVerifiedAt) await sendVerification(account, this.clock)
    session.flash('success', i18n.t('identity.verify_email.sent_again'))
    return response.redirect().toPath('/identity/verify-email')
  }

  /** The link of the mail. In the browser that signed up it also signs in. */
  async verify(ctx: HttpContext) {
    const { params, auth, session, response, i18n } = ctx
    const result = await verifyEmail(params.token, this.clock)
    if (!result.ok) {
      session.flash('error', i18n.t('identity.errors.unusable_link'))
      return response.redirect().toPath('/identity/verify-email')
    }
    session.flash('success', i18n.t('identity.verify_email.done'))
    const isSameBrowser = session.pull(PENDING_ACCOUNT_KEY) === result.value.id
    if (auth.user) return goOn(ctx, auth.user)
    if (!isSameBrowser || result.value.totpConfirmedAt) {
      return response.redirect().toPath('/identity/sign-in')
    }
    await openSession(ctx, result.value, this.clock)
    return goOn(ctx, result.value)
  }
}
