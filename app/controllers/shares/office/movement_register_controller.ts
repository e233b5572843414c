import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { movementsPdf } from '#services/shares/documents/movements_pdf'
import { paperContext } from '#services/shares/documents/pdf_context'
import { fecExtractName, sharesFec } from '#services/shares/exports/fec'
import { movementsAsCsv } from '#services/shares/exports/movements_csv'
import { movementsAsJson } from '#services/shares/exports/movements_json'
import { financialYears, yearEndingOn } from '#services/shares/queries/financial_years'
import { MOVEMENT_TYPES, movementsPage } from '#services/shares/queries/movements_page'
import { fecValidator, movementSearchValidator } from '#validators/shares/registers'
import { sendFile, type FileKind } from '#transformers/shares/files'
import { Clock } from '#values/clock'

/** The numbered movements, and the files that an accountant or a reviser asks for. */
@inject()
export default class MovementRegisterController {
  constructor(protected clock: Clock) {}

  async index(ctx: HttpContext) {
    const filter = await this.#filter(ctx)
    const years = await financialYears(this.clock)
    return ctx.inertia.render('shares/office/movements', {
      ...(await movementsPage(filter)),
      filters: {
        search: filter.search ?? null,
        type: filter.type ?? null,
        from: filter.from ?? null,
        to: filter.to ?? null,
      },
      types: [...MOVEMENT_TYPES],
      fecYears: years.map(({ to }) => to),
      may: { correct: await ctx.bouncer.with(OfficePolicy).allows('manage') },
    })
  }

  async csv(ctx: HttpContext) {
    return this.#send(ctx, 'csv', Readable.from(movementsAsCsv(await this.#filter(ctx))))
  }

  async json(ctx: HttpContext) {
    return this.#send(ctx, 'json', Readable.from(movementsAsJson(await this.#filter(ctx))))
  }

  async pdf(ctx: HttpContext) {
    const filter = await this.#filter(ctx)
    const { i18n, session, response } = ctx
    const t = i18n.t.bind(i18n)
    const context = await paperContext({ locale: i18n.locale, t }, this.clock)
    const bytes = await movementsPdf(filter, context)
    if (bytes) return this.#send(ctx, 'pdf', bytes)
    session.flash('error', t('shares.files.too_long'))
    return response.redirect().toRoute('shares.office.movements.index')
  }

  /** A08: the entries of shares in a financial year, an extract of the whole file. */
  async fec(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const { year_end: end } = await ctx.request.validateUsing(fecValidator)
    const year = yearEndingOn(end)
    const name = fecExtractName(year)
    return sendFile(ctx, { name, kind: 'txt', content: Readable.from(sharesFec(year)) })
  }

  async #filter({ bouncer, request }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    return request.validateUsing(movementSearchValidator)
  }

  #send(ctx: HttpContext, kind: FileKind, content: Readable | Buffer) {
    const day = this.clock.now().toISODate()!
    return sendFile(ctx, { name: `mouvements-de-parts-${day}`, kind, content })
  }
}
