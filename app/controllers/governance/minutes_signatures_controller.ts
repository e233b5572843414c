import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { minutesPdf } from '#services/governance/documents/minutes_pdf'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { minutesToSign, signMinutes } from '#services/governance/minutes/sign_minutes'
import { sendMinutesCode } from '#services/governance/minutes/signing_code'
import { doneRecord, refusedRecord } from '#transformers/governance/after'
import { minutesSignatureValidator } from '#validators/governance/after'
import { demoTotpCode } from '#services/identity/demo_code'
import { showsOutbox } from '#services/identity/shows_outbox'
import { Clock } from '#values/clock'

/** C29: the chair and the secretary read the minutes and sign them, each from their own account. */
@inject()
export default class MinutesSignaturesController {
  constructor(protected clock: Clock) {}

  async show(ctx: HttpContext) {
    const found = await this.#found(ctx)
    if (!found) return ctx.response.notFound()
    const { assembly, minutes, capacity } = found
    const account = ctx.auth.getUserOrFail()
    // Two tellers sign in one capacity: whose signature it is the account says.
    const mine = minutes.signatures.find(({ accountId }) => accountId === account.id)
    const method = account.totpConfirmedAt ? 'totp' : 'email'
    return ctx.inertia.render('governance/signature', {
      assembly: { id: assembly.id, title: assembly.title, startsAt: assembly.startsAt.toISO()! },
      capacity,
      sha256: minutes.sha256!,
      isStaff: await ctx.bouncer.with(OfficePolicy).allows('view'),
      signedAt: mine?.signedAt.toISO() ?? null,
      number: minutes.number,
      method,
      demoCode: method === 'totp' ? demoTotpCode(account) : null,
      outboxPath: method === 'email' && showsOutbox() ? '/dev/outbox' : null,
    })
  }

  async pdf(ctx: HttpContext) {
    const found = await this.#found(ctx)
    if (!found) return ctx.response.notFound()
    const { number, signatures, sha256, document } = found.minutes
    const date = this.clock.now().toJSDate()
    const state = { number, signatures, sha256: sha256!, date }
    ctx.response.header('Content-Type', 'application/pdf')
    ctx.response.header('Cache-Control', 'no-store')
    return ctx.response.send(await minutesPdf(document as MinutesDocument, state))
  }

  async code(ctx: HttpContext) {
    const found = await this.#found(ctx)
    if (!found) return ctx.response.notFound()
    const { minutes, assembly } = found
    const account = ctx.auth.getUserOrFail()
    await sendMinutesCode({ minutes, account, title: assembly.title, clock: this.clock })
    return doneRecord(ctx, 'code_sent')
  }

  async store(ctx: HttpContext) {
    const { code, sha256 } = await ctx.request.validateUsing(minutesSignatureValidator)
    const outcome = await signMinutes({
      assemblyId: ctx.params.id,
      account: ctx.auth.getUserOrFail(),
      code,
      sha256,
      address: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
      clock: this.clock,
    })
    return outcome.ok ? doneRecord(ctx, 'signed') : refusedRecord(ctx, outcome.error)
  }

  /** Only the officers of a meeting see its unsigned minutes; for anybody else there are none. */
  async #found({ params, auth }: HttpContext) {
    const found = await minutesToSign(params.id, auth.getUserOrFail())
    return found?.capacity ? { ...found, capacity: found.capacity } : null
  }
}
