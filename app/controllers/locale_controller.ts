import vine from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { actingAccount } from '#middleware/acting_account'
import { LOCALE_COOKIE } from '#middleware/detect_locale_middleware'

const localeValidator = vine.create({ locale: vine.enum(['fr', 'en'] as const) })

export default class LocaleController {
  /** Remembers the language in the browser, and with the account when someone is signed in. */
  async store(ctx: HttpContext) {
    const { request, response } = ctx
    const { locale } = await request.validateUsing(localeValidator)
    response.plainCookie(LOCALE_COOKIE, locale, { maxAge: '1y', path: '/', encode: false })
    const account = actingAccount(ctx)
    if (account && account.locale !== locale) await account.merge({ locale }).save()
    return response.redirect().back()
  }
}
