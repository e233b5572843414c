import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/auth'
import Account from '#models/identity/account'
import { CHALLENGE_PATH, FACTOR_SESSION_KEY, owesFactor } from '#services/identity/factor_session'
import { bestDoor, listDoors } from '#services/identity/queries/list_doors'
import { labelSession, revokeSessions } from '#services/identity/sessions'
import { countAttempt, forgetAttempts } from '#start/limiter'
import { signInValidator } from '#validators/identity/account'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'
import { sameSitePath } from '#values/same_site_path'

@inject()
export default class SignInController {
  constructor(private clock: Clock) {}

  async create(ctx: HttpContext) {
    rememberWayBack(ctx)
    return ctx.inertia.render('identity/sign_in', {})
  }

  async store(ctx: HttpContext) {
    const { email, password } = await ctx.request.validateUsing(signInValidator)
    await countAttempt(ctx, 'sign_in', email)
    const account = await Account.verifyCredentials(email, password).catch((error) => {
      if (error instanceof errors.E_INVALID_CREDENTIALS) return null
      throw error
    })
    if (!account) throw fieldError(ctx.i18n, 'email', 'wrong_credentials')
    if (account.disabledAt || account.closedAt) {
      throw fieldError(ctx.i18n, 'email', 'account_suspended')
    }
    await forgetAttempts(ctx, 'sign_in', email)
    await openSession(ctx, account, this.clock)
    if (owesFactor(account, null)) return ctx.response.redirect().toPath(CHALLENGE_PATH)
    return goOn(ctx, account)
  }

  async destroy({ auth, session, response }: HttpContext) {
    const account = auth.use('web').user
    if (account) {
      const { sessionId } = session
      await revokeSessions({ accountId: account.id, sessionId, clock: this.clock })
    }
    await auth.use('web').logout()
    session.clear()
    session.regenerate()
    return response.redirect().toPath('/')
  }
}

/** Signs in with a new session id, and remembers where it was opened. */
export async function openSession(ctx: HttpContext, account: Account, clock: Clock) {
  ctx.session.forget(FACTOR_SESSION_KEY)
  await ctx.auth.use('web').login(account)
  await ctx.session.tag(account.id)
  const place = {
    sessionId: ctx.session.sessionId,
    accountId: account.id,
    userAgent: ctx.request.header('user-agent') ?? null,
    address: ctx.request.ip(),
  }
  await labelSession(place, clock)
}

/** Keeps the page of ours that a link came from, for after the sign-in. */
export function rememberWayBack({ request, session }: HttpContext) {
  const to = sameSitePath(request.input('to'))
  if (to) session.setIntendedUrl(to)
}

/** To the page that the person wanted, else through their best door. */
export async function goOn({ session, response }: HttpContext, account: Account) {
  const wanted = session.pullIntendedUrl() as string | null
  return response.redirect().toPath(wanted ?? bestDoor(await listDoors(account)))
}
