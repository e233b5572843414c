import { readFile } from 'node:fs/promises'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { attendancePdf } from '#services/governance/documents/attendance_pdf'
import { extractPdf, minutesPdf } from '#services/governance/documents/minutes_pdf'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { minutesTwin } from '#services/governance/minutes/minutes_twin'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import { signingCapacity } from '#services/governance/minutes/signing_capacity'
import { writeMinutes } from '#services/governance/minutes/write_minutes'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { minutesFile, type MinutesFile } from '#services/governance/queries/minutes_file'
import { minutesRegister } from '#services/governance/queries/minutes_register'
import { doneRecord, refusedRecord } from '#transformers/governance/after'
import { minutesPage } from '#transformers/governance/minutes_page'
import { minutesValidator } from '#validators/governance/after'
import { Clock } from '#values/clock'
import { canonicalJson } from '#values/digest'

/** The minutes of meetings: their register, their text, their papers (C29). */
@inject()
export default class MinutesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    return inertia.render('governance/office/minutes_register', { lines: await minutesRegister() })
  }

  async show({ auth, bouncer, inertia, params, response, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const file = await minutesFile(params.id)
    if (!file) return response.notFound()
    const account = auth.getUserOrFail()
    const hasSigned = file.minutes?.signatures.some(({ accountId }) => accountId === account.id)
    const sign = hasSigned ? null : await signingCapacity(file.assembly, account)
    const may = { manage: await office.allows('manage'), sign }
    return inertia.render('governance/office/minutes', { ...minutesPage(file, i18n), may })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { discussion } = await ctx.request.validateUsing(minutesValidator)
    const outcome = await writeMinutes({
      assemblyId: ctx.params.id,
      discussion: discussion ?? '',
      actor: ctx.auth.getUserOrFail(),
      clock: this.clock,
    })
    return outcome.ok ? doneRecord(ctx, 'written') : refusedRecord(ctx, outcome.error)
  }

  async pdf(ctx: HttpContext) {
    const file = await this.#written(ctx)
    if (!file) return ctx.response.notFound()
    const { minutes, document } = file
    const bytes = minutes.pdfPath
      ? await readFile(storedMinutes(minutes.pdfPath))
      : await minutesPdf(document, this.#state(minutes))
    return this.#send(ctx, 'application/pdf', `pv-${document.assembly.reference}.pdf`, bytes)
  }

  async json(ctx: HttpContext) {
    const file = await this.#written(ctx)
    if (!file) return ctx.response.notFound()
    const name = `pv-${file.document.assembly.reference}.json`
    const body = canonicalJson(minutesTwin(file.minutes))
    return this.#send(ctx, 'application/json; charset=utf-8', name, body)
  }

  async extract(ctx: HttpContext) {
    const file = await this.#written(ctx)
    if (!file?.minutes.isSealed) return ctx.response.notFound()
    const number = Number(ctx.params.number)
    const bytes = await extractPdf(file.document, number, this.#state(file.minutes))
    if (!bytes) return ctx.response.notFound()
    const name = `extrait-${file.document.assembly.reference}-R${number}.pdf`
    return this.#send(ctx, 'application/pdf', name, bytes)
  }

  /** From the notice on, to be signed at the door; with the minutes, the one that is kept. */
  async attendance(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const assembly = await findAssembly(ctx.params.id)
    if (!assembly.statuteProfile || assembly.state === 'cancelled') return ctx.response.notFound()
    const file = await minutesFile(assembly.id)
    const kept = file?.minutes?.sheetPath
    const bytes = kept
      ? await readFile(storedMinutes(kept))
      : await attendancePdf(assembly, this.clock)
    return this.#send(ctx, 'application/pdf', 'feuille-de-presence.pdf', bytes)
  }

  async #written({ bouncer, params }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    const file = await minutesFile(params.id)
    const minutes = file?.minutes
    if (!minutes?.document) return null
    return { minutes, document: minutes.document as MinutesDocument }
  }

  #state(minutes: NonNullable<MinutesFile['minutes']>) {
    const { number, signatures } = minutes
    return { number, signatures, sha256: minutes.sha256!, date: this.clock.now().toJSDate() }
  }

  #send({ response }: HttpContext, type: string, name: string, body: Buffer | string) {
    response.header('Content-Type', type)
    response.header('Content-Disposition', `inline; filename="${name}"`)
    response.header('Cache-Control', 'no-store')
    return response.send(body)
  }
}
