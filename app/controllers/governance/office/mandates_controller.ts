import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import OfficePolicy from '#policies/governance/office_policy'
import { recordMandate } from '#services/governance/mandates/begin_mandate'
import { endMandate } from '#services/governance/mandates/end_mandate'
import { governingBodies, pastMandates } from '#services/governance/queries/governing_bodies'
import { memberByNumber } from '#services/governance/queries/member_by_number'
import { doneRecord, refusedRecord } from '#transformers/governance/after'
import { governingBody } from '#transformers/governance/governing_body'
import { mandateEndValidator, mandateValidator } from '#validators/governance/after'
import { Clock } from '#values/clock'

/** C31: who governs, until when; what a meeting outside of the program decided is recorded here. */
@inject()
export default class MandatesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const bodies = await governingBodies(this.clock)
    return inertia.render('governance/office/mandates', {
      bodies: bodies.map((body) => governingBody(body, i18n.locale)),
      past: await pastMandates(this.clock),
      today: this.clock.now().toISODate()!,
      may: { manage: await office.allows('manage') },
    })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const asked = await ctx.request.validateUsing(mandateValidator)
    const member = await memberByNumber(asked.number)
    if (!member) return refusedRecord(ctx, { code: 'not_a_member', figures: {} })
    const outcome = await recordMandate({
      bodyCode: asked.body,
      memberId: member.id,
      startsOn: asked.starts_on,
      resolutionId: null,
      resolutionReference: asked.reference,
      actor: ctx.auth.getUserOrFail(),
      clock: this.clock,
    })
    return outcome.ok ? doneRecord(ctx, 'seated') : refusedRecord(ctx, outcome.error)
  }

  async end(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { reason, on } = await ctx.request.validateUsing(mandateEndValidator)
    const outcome = await endMandate({
      mandateId: ctx.params.id,
      reason,
      on: DateTime.fromISO(on),
      actor: ctx.auth.getUserOrFail(),
      clock: this.clock,
    })
    return outcome.ok ? doneRecord(ctx, 'unseated') : refusedRecord(ctx, outcome.error)
  }
}
