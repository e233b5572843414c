import type { HttpContext } from '@adonisjs/core/http'
import StatuteProfile from '#models/statutes/statute_profile'
import OfficePolicy from '#policies/statutes/office_policy'
import { sendChangesPdf, sendStatutesPdf } from '#transformers/statutes/send_pdf'

/** A version of the statutes on paper. */
export default class PapersController {
  async show(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    return sendStatutesPdf(ctx, await StatuteProfile.findOrFail(ctx.params.id))
  }

  /** What it changes of the version before, to send with the notice. */
  async changes(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    return sendChangesPdf(ctx, await StatuteProfile.findOrFail(ctx.params.id))
  }
}
