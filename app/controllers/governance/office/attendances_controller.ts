import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { checkIn, checkOut } from '#services/governance/attendance/check_in'
import { memberByCode } from '#services/governance/attendance/member_by_code'
import { doneAct, refusedAct } from '#transformers/governance/answer'
import { attendanceValidator } from '#validators/governance/vote'
import { Clock } from '#values/clock'

/** Who comes through the door, from the list or by their own code, and who goes. */
@inject()
export default class AttendancesController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const { member, code, mode } = await ctx.request.validateUsing(attendanceValidator)
    const memberId = code ? await memberByCode(ctx.params.id, code) : member!
    if (!memberId) return refusedAct(ctx, { code: 'unknown_code', figures: {} })
    const actor = ctx.auth.getUserOrFail()
    const presence = { assemblyId: ctx.params.id, memberId, mode, actor, clock: this.clock }
    const outcome = await checkIn(presence)
    return outcome.ok ? doneAct(ctx, 'arrived') : refusedAct(ctx, outcome.error)
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const { id: assemblyId, memberId } = ctx.params
    const outcome = await checkOut({ assemblyId, memberId, clock: this.clock })
    return outcome.ok ? doneAct(ctx, 'gone') : refusedAct(ctx, outcome.error)
  }
}
