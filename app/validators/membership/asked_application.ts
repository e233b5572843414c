import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors as bouncerErrors, AuthorizationResponse } from '@adonisjs/bouncer'
import { actingAccount } from '#middleware/acting_account'
import Application from '#models/membership/application'
import ApplicationPolicy from '#policies/membership/application_policy'

const SESSION_KEY = 'membership_applications'
const MOST_KNOWN = 20

/** The applications that this visitor began, or came to by their secret link. */
function knownApplications({ session }: HttpContext): string[] {
  return session.get(SESSION_KEY, []) as string[]
}

/** From here on this visitor may follow the application, signed in or not. */
export function rememberApplication(ctx: HttpContext, id: string) {
  const others = knownApplications(ctx).filter((known) => known !== id)
  ctx.session.put(SESSION_KEY, [...others, id].slice(-MOST_KNOWN))
}

/** The signed-in reader; nobody as long as a second factor is owed. */
export function reader(ctx: HttpContext) {
  const account = actingAccount(ctx)
  return account?.disabledAt || account?.closedAt ? null : account
}

/** The application in the address, for its applicant; anybody else is refused. */
export async function askedApplication(ctx: HttpContext): Promise<Application> {
  const application = await Application.find(ctx.params.id)
  if (!application || application.erasedAt)
    throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
  const known = knownApplications(ctx)
  const owes = ctx.auth.user && !reader(ctx)
  if (owes && !known.includes(application.id)) {
    throw new bouncerErrors.E_AUTHORIZATION_FAILURE(AuthorizationResponse.deny())
  }
  await ctx.bouncer.with(ApplicationPolicy).authorize('follow', application, known)
  return application
}

/** An application that this visitor typed and has not signed: what the form begins with again. */
export async function ownUnsigned(ctx: HttpContext, id: string | null): Promise<string | null> {
  if (!id) return null
  const application = await Application.query().where({ id, state: 'unsigned' }).first()
  if (!application) return null
  const mine = knownApplications(ctx).includes(id) || application.accountId === reader(ctx)?.id
  return mine ? application.id : null
}
