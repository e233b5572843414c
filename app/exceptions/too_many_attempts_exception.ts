import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'

/** Too many tries: says when to try again, keeps what was typed, never passwords. */
export default class TooManyAttemptsException extends Exception {
  static status = 429
  static code = 'E_TOO_MANY_REQUESTS'

  constructor(public retryAfterSeconds: number) {
    super('Too many attempts')
  }

  async handle(_: this, { request, response, session, i18n }: HttpContext) {
    const minutes = Math.ceil(this.retryAfterSeconds / 60)
    const message = i18n.t('identity.errors.too_many_attempts', { minutes })
    response.header('Retry-After', String(this.retryAfterSeconds))
    if (request.accepts(['html', 'json']) === 'json' && !request.header('x-inertia')) {
      return response
        .status(429)
        .header('Content-Type', 'application/problem+json')
        .send({ type: 'about:blank', title: message, status: 429 })
    }
    session.flashExcept(['_csrf', 'password', 'current_password', 'code'])
    session.flash('error', message)
    return response.redirect().back()
  }
}
