import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { memberByNumber } from '#services/governance/queries/member_by_number'
import { addRevocation } from '#services/governance/votes/add_revocation'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import { openAssembly } from '#services/governance/votes/open_vote'
import { doneAct, refusedAct } from '#transformers/governance/answer'
import { refusedField } from '#transformers/governance/refusal'
import { bureauValidator, revocationValidator, sittingValidator } from '#validators/governance/vote'
import { Clock } from '#values/clock'

/** Where the words of a refusal stand. */
function fieldOf(code: string) {
  if (code === 'unknown_account') return 'secretary'
  return code.startsWith('teller_') ? 'tellers' : 'chair'
}

/** The chair opens the meeting, names its bureau and closes it. */
@inject()
export default class SittingsController {
  constructor(protected clock: Clock) {}

  async bureau(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const { chair, secretary, tellers } = await ctx.request.validateUsing(bureauValidator)
    const member = await memberByNumber(chair)
    if (!member) throw refusedField(ctx.i18n, 'chair', { code: 'unknown_number', figures: {} })
    const outcome = await nameBureau({
      ...this.#act(ctx),
      chairMemberId: member.id,
      secretaryAccountId: secretary,
      tellerMemberIds: await this.#tellers(ctx, tellers ?? []),
    })
    if (!outcome.ok) throw refusedField(ctx.i18n, fieldOf(outcome.error.code), outcome.error)
    return doneAct(ctx, 'bureau_named')
  }

  async open(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const { despite_notices: despiteNotices } = await ctx.request.validateUsing(sittingValidator)
    const outcome = await openAssembly({ ...this.#act(ctx), despiteNotices })
    return outcome.ok ? doneAct(ctx, 'meeting_opened') : refusedAct(ctx, outcome.error)
  }

  /** C28: an incident of the meeting: a vote on a mandate that nobody announced. */
  async revoke(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const { mandate: mandateId } = await ctx.request.validateUsing(revocationValidator)
    const outcome = await addRevocation({ ...this.#act(ctx), mandateId })
    if (!outcome.ok) throw refusedField(ctx.i18n, 'mandate', outcome.error)
    return doneAct(ctx, 'revocation_added')
  }

  async close(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const outcome = await closeAssembly(this.#act(ctx))
    return outcome.ok ? doneAct(ctx, 'meeting_closed') : refusedAct(ctx, outcome.error)
  }

  async #tellers({ i18n }: HttpContext, numbers: number[]): Promise<string[]> {
    const found = await Promise.all(numbers.map(memberByNumber))
    const refusal = { code: 'unknown_number', figures: {} }
    return found.map((member) => {
      if (!member) throw refusedField(i18n, 'tellers', refusal)
      return member.id
    })
  }

  #act({ params, auth }: HttpContext) {
    return { assemblyId: params.id, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
