import { Readable } from 'node:stream'
import { errors } from '@vinejs/vine'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { paperContext } from '#services/shares/documents/pdf_context'
import { registerPdf } from '#services/shares/documents/register_pdf'
import { registerAsCsv } from '#services/shares/exports/register_csv'
import { registerAsJson } from '#services/shares/exports/register_json'
import { capitalNow } from '#services/shares/queries/capital_now'
import { registerPage } from '#services/shares/queries/register_page'
import { registerSearchValidator } from '#validators/shares/registers'
import { sendFile, type FileKind } from '#transformers/shares/files'
import { Clock } from '#values/clock'

/** Who holds what, today or at the end of any past day. */
@inject()
export default class RegisterController {
  constructor(protected clock: Clock) {}

  async index(ctx: HttpContext) {
    const office = ctx.bouncer.with(OfficePolicy)
    await office.authorize('view')
    const filter = await ctx.request.validateUsing(registerSearchValidator)
    const today = this.clock.now().toISODate()!
    const day = this.#past(filter.day, ctx)
    const capital = await capitalNow(this.clock)
    return ctx.inertia.render('shares/office/register', {
      ...(await registerPage({ ...filter, day })),
      filters: {
        search: filter.search ?? null,
        sort: filter.sort ?? ('number' as string),
        day: day ?? null,
      },
      today,
      totals: {
        lastNumber: String(capital.lastNumber),
        lastHash: capital.lastHash,
        capitalCents: String(capital.subscribedCents),
        shares: String(capital.shares),
      },
      may: { import: await office.allows('manage') },
    })
  }

  async csv(ctx: HttpContext) {
    const day = await this.#day(ctx)
    return this.#send(ctx, day, 'csv', Readable.from(registerAsCsv(day)))
  }

  async json(ctx: HttpContext) {
    const day = await this.#day(ctx)
    return this.#send(ctx, day, 'json', Readable.from(registerAsJson(day)))
  }

  async pdf(ctx: HttpContext) {
    const day = await this.#day(ctx)
    const { i18n, session, response } = ctx
    const t = i18n.t.bind(i18n)
    const bytes = await registerPdf(day, await paperContext({ locale: i18n.locale, t }, this.clock))
    if (bytes) return this.#send(ctx, day, 'pdf', bytes)
    session.flash('error', t('shares.files.too_long'))
    return response.redirect().toRoute('shares.office.register.index')
  }

  /** A day before today; today's register is the one that holdings keep. */
  #past(day: string | undefined, { i18n }: HttpContext): string | undefined {
    const today = this.clock.now().toISODate()!
    if (day && day > today) {
      const message = i18n.t('shares.register.future_day')
      throw new errors.E_VALIDATION_ERROR([{ field: 'day', rule: 'future', message }])
    }
    return day && day < today ? day : undefined
  }

  async #day(ctx: HttpContext): Promise<string> {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const { day } = await ctx.request.validateUsing(registerSearchValidator)
    return this.#past(day, ctx) ?? this.clock.now().toISODate()!
  }

  #send(ctx: HttpContext, day: string, kind: FileKind, content: Readable | Buffer) {
    return sendFile(ctx, { name: `registre-des-parts-${day}`, kind, content })
  }
}
