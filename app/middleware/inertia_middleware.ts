import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import app from '@adonisjs/core/services/app'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'
import env from '#start/env'
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
    const account = auth?.user
    const clock = await app.container.make(Clock)
    const letterhead = await letterheadOn(clock.now().toISODate()!)

    return {
      errors: ctx.inertia.always(this.getValidationErrors(ctx)),
      flash: ctx.inertia.always({
        error: error ?? (session?.flashMessages.get('error') as string | undefined),
        success: session?.flashMessages.get('success') as string | undefined,
      }),
      locale: i18n?.locale ?? 'fr',
      /** Stands at the foot of every page (art. 22 loi 47-1775); null before the first statutes. */
      legalMention: letterhead?.mention[i18n?.locale === 'en' ? 'en' : 'fr'] ?? null,
      isDemo: env.get('PEERFY_DEMO') ?? false,
      account: ctx.inertia.always(
        account
          ? {
              id: account.id,
              fullName: account.fullName,
              email: account.email,
              emailVerified: account.emailVerifiedAt !== null,
              doors: await listDoors(account),
            }
          : undefined
      ),
    }
  }

  async handle(ctx: HttpContext, next: NextFn) {
    await this.init(ctx)
    const output = await next()
    this.dispose(ctx)
    return output
  }
}

declare module '@adonisjs/inertia/types' {
  type MiddlewareSharedProps = InferSharedProps<InertiaMiddleware>
  export interface SharedProps extends MiddlewareSharedProps {}
}
