import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { errors } from '@adonisjs/core'
import app from '@adonisjs/core/services/app'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'
import env from '#start/env'
import { errorWords, keepsItsPage } from '#exceptions/error_words'
import { letterheadOn } from '#services/documents/letterhead'
import { listDoors } from '#services/identity/queries/list_doors'
import { Clock } from '#values/clock'

export default class InertiaMiddleware extends BaseInertiaMiddleware {
  async share(ctx: HttpContext) {
    const { session, auth, i18n } = ctx as Partial<HttpContext>
    const bag: Record<string, string> = session?.flashMessages.get('errorsBag') ?? {}
    const [error] = Object.keys(bag)
      .filter((code) => code !== 'E_VALIDATION_ERROR')
      .map((code) => bag[code])
    const clock = await app.container.make(Clock)
    const letterhead = await unlessBroken(ctx, letterheadOn(clock.now().toISODate()!))
    const account = auth?.user
    const doors = account && (await unlessBroken(ctx, listDoors(account)))

    return {
      errors: ctx.inertia.always(this.getValidationErrors(ctx)),
      flash: ctx.inertia.always({
        error: error ?? (session?.flashMessages.get('error') as string | undefined),
        success: session?.flashMessages.get('success') as string | undefined,
      }),
      locale: i18n?.locale ?? 'fr',
      /**
       * Stands at the foot of every page (art. 22 loi 47-1775); null before the first statutes, not
       * there where they could not be asked.
       */
      legalMention: letterhead && letterhead.mention[i18n?.locale === 'en' ? 'en' : 'fr'],
      isDemo: env.get('PEERFY_DEMO') ?? false,
      account: ctx.inertia.always(
        account && doors
          ? {
              id: account.id,
              fullName: account.fullName,
              email: account.email,
              emailVerified: account.emailVerifiedAt !== null,
              doors,
            }
          : undefined
      ),
    }
  }

  async handle(ctx: HttpContext, next: NextFn) {
    await this.init(ctx)
    const output = await next()
    await sayNotFound(ctx)
    this.dispose(ctx)
    return output
  }
}

/** The page that tells of a failure comes without what fails again, whatever is broken. */
function unlessBroken<T>({ response }: HttpContext, asked: Promise<T>): Promise<T | undefined> {
  return response.getStatus() < 500 ? asked : asked.catch(() => undefined)
}

/** Where a controller answers « not found » and nothing else, these are the words. */
async function sayNotFound(ctx: HttpContext) {
  const { request, response } = ctx
  if (response.getStatus() !== 404 || response.getBody() !== undefined) return
  if (response.hasStream || response.hasFileToStream) return
  const isPage = request.accepts(['html', 'json']) === 'html' && !keepsItsPage(request)
  if (isPage) return response.send(await ctx.inertia.render('errors/not_found', {}))
  const error = new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
  response.send({ message: errorWords(error, ctx) })
}

declare module '@adonisjs/inertia/types' {
  type MiddlewareSharedProps = InferSharedProps<InertiaMiddleware>
  export interface SharedProps extends MiddlewareSharedProps {}
}
