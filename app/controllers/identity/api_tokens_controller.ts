import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Account from '#models/identity/account'
import { createApiToken } from '#services/identity/create_api_token'
import { countAttempt } from '#start/limiter'
import { apiTokenValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

/** Bearer tokens for programs that read a person's own statements. Shown once, kept as hashes. */
@inject()
export default class ApiTokensController {
  constructor(private clock: Clock) {}

  async index({ inertia, auth, session, response }: HttpContext) {
    const tokens = await Account.accessTokens.all(auth.getUserOrFail())
    response.header('Cache-Control', 'no-store')
    return inertia.render('identity/api_tokens', {
      tokens: tokens.map((token) => ({
        id: String(token.identifier),
        name: token.name ?? '',
        createdAt: token.createdAt.toISOString(),
        lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
        expiresAt: token.expiresAt?.toISOString() ?? null,
        isExpired: token.isExpired(),
      })),
      freshToken: (session.flashMessages.get('apiToken') as string | undefined) ?? null,
    })
  }

  async store(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const wanted = await ctx.request.validateUsing(apiTokenValidator)
    await countAttempt(ctx, 'proof', account.id)
    const token = await createApiToken({ account, ...wanted, clock: this.clock })
    if (!token.ok) throw fieldError(ctx.i18n, 'proof', token.error)
    ctx.session.flash('apiToken', token.value)
    return ctx.response.redirect().toPath('/identity/api-tokens')
  }

  async destroy({ auth, params, session, response, i18n }: HttpContext) {
    const removed = await Account.accessTokens.delete(auth.getUserOrFail(), params.id)
    if (!removed) return response.notFound()
    session.flash('success', i18n.t('identity.api_tokens.revoked'))
    return response.redirect().toPath('/identity/api-tokens')
  }
}
