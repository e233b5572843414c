import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import QRCode from 'qrcode'
import { FACTOR_SESSION_KEY } from '#services/identity/factor_session'
import { countRecoveryCodes } from '#services/identity/recovery_codes'
import { renewRecoveryCodes } from '#services/identity/renew_recovery_codes'
import { confirmSecondFactor, pendingTotpSecret } from '#services/identity/set_up_second_factor'
import { totpUri } from '#services/identity/totp'
import { countAttempt, forgetAttempts } from '#start/limiter'
import { codeValidator, proofValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

@inject()
export default class SecondFactorController {
  constructor(private clock: Clock) {}

  async show({ inertia, auth, session, response }: HttpContext) {
    const account = auth.getUserOrFail()
    const secret = await pendingTotpSecret(account.id)
    response.header('Cache-Control', 'no-store')
    return inertia.render('identity/second_factor', {
      setUp: secret ? await this.#pictureOf(secret, account.email) : null,
      recoveryCodesLeft: secret ? 0 : await countRecoveryCodes(account.id),
      freshCodes: (session.flashMessages.get('recoveryCodes') as string[] | undefined) ?? null,
      goOnTo: (session.getIntendedUrl() as string | null) ?? null,
    })
  }

  async store(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const { code } = await ctx.request.validateUsing(codeValidator)
    await countAttempt(ctx, 'factor', account.id)
    const typed = code.replace(/\s/g, '')
    const result = await confirmSecondFactor({
      accountId: account.id,
      code: typed,
      clock: this.clock,
    })
    if (!result.ok) throw fieldError(ctx.i18n, 'code', result.error)
    await forgetAttempts(ctx, 'factor', account.id)
    ctx.session.put(FACTOR_SESSION_KEY, account.id)
    ctx.session.flash('recoveryCodes', result.value)
    ctx.session.flash('success', ctx.i18n.t('identity.second_factor.confirmed'))
    return ctx.response.redirect().toPath('/identity/second-factor')
  }

  /** New recovery codes; the old ones stop working. */
  async renew(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    if (!account.totpConfirmedAt) return ctx.response.redirect().toPath('/identity/second-factor')
    const { proof } = await ctx.request.validateUsing(proofValidator)
    await countAttempt(ctx, 'proof', account.id)
    const codes = await renewRecoveryCodes({ account, proof, clock: this.clock })
    if (!codes.ok) throw fieldError(ctx.i18n, 'proof', codes.error)
    ctx.session.flash('recoveryCodes', codes.value)
    return ctx.response.redirect().toPath('/identity/second-factor')
  }

  async #pictureOf(secret: string, email: string) {
    const svg = await QRCode.toString(totpUri(secret, email), { type: 'svg', margin: 1 })
    const qr = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    return { qr, secret: secret.replace(/(.{4})/g, '$1 ').trim() }
  }
}
