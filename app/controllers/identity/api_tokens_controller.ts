import type { HttpContext } from '@adonisjs/core/http'
import Account from '#models/identity/account'
import { apiTokenValidator } from '#validators/identity/account'

/** Bearer tokens for programs that read a person's own statements. Shown once, kept as hashes. */
export default class ApiTokensController {
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

  async store({ auth, request, session, response }: HttpContext) {
    const { name, days } = await request.validateUsing(apiTokenValidator)
    const account = auth.getUserOrFail()
    const options = { name, expiresIn: `${days} days` }
    const token = await Account.accessTokens.create(account, ['*'], options)
    session.flash('apiToken', token.value!.release())
    return response.redirect().toPath('/identity/api-tokens')
  }

  async destroy({ auth, params, session, response, i18n }: HttpContext) {
    const removed = await Account.accessTokens.delete(auth.getUserOrFail(), params.id)
    if (!removed) return response.abort('Not found', 404)
    session.flash('success', i18n.t('identity.api_tokens.revoked'))
    return response.redirect().toPath('/identity/api-tokens')
  }
}
