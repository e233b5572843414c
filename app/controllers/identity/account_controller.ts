import type { HttpContext } from '@adonisjs/core/http'
import { LOCALE_COOKIE } from '#middleware/detect_locale_middleware'
import { listDoors } from '#services/identity/queries/list_doors'
import { profileValidator } from '#validators/identity/account'

export default class AccountController {
  async show({ inertia, auth }: HttpContext) {
    const account = auth.getUserOrFail()
    const doors = await listDoors(account)
    return inertia.render('identity/account', {
      profile: {
        fullName: account.fullName,
        email: account.email,
        pendingEmail: account.pendingEmail,
        emailVerified: account.emailVerifiedAt !== null,
        locale: account.locale,
      },
      hasSecondFactor: account.totpConfirmedAt !== null,
      mustHaveSecondFactor: doors.office,
      roles: doors.roles,
    })
  }

  async update({ request, auth, response, session, i18n }: HttpContext) {
    const data = await request.validateUsing(profileValidator)
    const account = auth.getUserOrFail()
    await account.merge({ fullName: data.full_name, locale: data.locale }).save()
    response.plainCookie(LOCALE_COOKIE, data.locale, { encode: false, maxAge: '1y' })
    session.flash('success', i18n.t('identity.account.saved'))
    return response.redirect().toPath('/identity/account')
  }
}
