import { readFile } from 'node:fs/promises'
import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RegisterImport from '#models/shares/register_import'
import OfficePolicy from '#policies/shares/office_policy'
import { applyImport, discardImport } from '#services/shares/import/apply_import'
import { sampleCsv } from '#services/shares/import/sample_file'
import { remapImport, storeImport } from '#services/shares/import/store_import'
import { recentImports } from '#services/shares/queries/recent_imports'
import { importPage } from '#transformers/shares/import_page'
import { importRefusal, refusedFile } from '#transformers/shares/import_words'
import { sendFile } from '#transformers/shares/files'
import { importFileValidator, mappingValidator } from '#validators/shares/imports'
import { Clock } from '#values/clock'

/** A register of another program, read and rehearsed, then taken whole or not at all. */
@inject()
export default class ImportsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    return inertia.render('shares/office/imports', { imports: await recentImports() })
  }

  async sample(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const content = sampleCsv(ctx.i18n.locale)
    return sendFile(ctx, { name: ctx.i18n.t('shares.import.sample_name'), kind: 'csv', content })
  }

  async store({ auth, bouncer, request, response, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const { file } = await request.validateUsing(importFileValidator)
    const outcome = await storeImport({
      content: await readFile(file.tmpPath!),
      fileName: file.clientName,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedFile(i18n, outcome.error)
    return response.redirect().toRoute('shares.office.imports.show', { id: outcome.value.id })
  }

  async show({ bouncer, inertia, params, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    return inertia.render('shares/office/import', importPage(await this.#find(params.id), i18n))
  }

  async update({ bouncer, params, request, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const stored = await this.#find(params.id)
    const { mapping } = await request.validateUsing(mappingValidator)
    await remapImport(stored, mapping, this.clock)
    return response.redirect().toRoute('shares.office.imports.show', { id: stored.id })
  }

  async apply({ auth, bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const stored = await this.#find(params.id)
    const outcome = await applyImport({
      id: stored.id,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) {
      session.flash('error', importRefusal(i18n, outcome.error))
      return response.redirect().toRoute('shares.office.imports.show', { id: stored.id })
    }
    session.flash('success', i18n.t('shares.import.applied', { lines: stored.lineCount }))
    return response.redirect().toRoute('shares.office.register.index')
  }

  async destroy({ bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    await discardImport(await this.#find(params.id))
    session.flash('success', i18n.t('shares.import.discarded'))
    return response.redirect().toRoute('shares.office.imports.index')
  }

  async #find(id: string): Promise<RegisterImport> {
    const stored = await RegisterImport.find(id)
    if (!stored) throw new errors.E_ROUTE_NOT_FOUND(['GET', id])
    return stored
  }
}
