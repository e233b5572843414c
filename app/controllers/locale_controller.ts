import vine from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { LOCALE_COOKIE } from '#middleware/detect_locale_middleware'

const localeValidator = vine.create({ locale: vine.enum(['fr', 'en'] as const) })

export default class LocaleController {
  /** Remembers the language in the browser, and with the account when someone is signed in. */
  async store({ request, response, auth }: HttpContext) {
    const { locale } = await request.validateUsing(localeValidator)
    response.plainCookie(LOCALE_COOKIE, locale, { maxAge: '1y', path: '/', encode: false })
    if (auth.user && auth.user.locale !== locale) await auth.user.merge({ locale }).save()
    return response.redirect().back()
  }
}
