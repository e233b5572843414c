import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { recordContest } from '#services/governance/contests/record_contest'
import { exportContestFile } from '#services/governance/contests/export_contest_file'
import { retryEffect } from '#services/governance/effects/retry_effect'
import { publishResolution } from '#services/governance/minutes/publish_resolution'
import { contestFile } from '#services/governance/queries/contest_file'
import { doneRecord, refusedRecord } from '#transformers/governance/after'
import { contestValidator } from '#validators/governance/after'
import { Clock } from '#values/clock'
import { attachmentNamed } from '#values/file_names'

/** What follows a vote: what everybody may read of it, its change tried again, its contest file. */
@inject()
export default class ResolutionRecordsController {
  constructor(protected clock: Clock) {}

  async publish(ctx: HttpContext) {
    return this.#show(ctx, true)
  }

  async unpublish(ctx: HttpContext) {
    return this.#show(ctx, false)
  }

  async retry(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const outcome = await retryEffect(this.#act(ctx))
    if (!outcome.ok) return refusedRecord(ctx, outcome.error)
    const { effectFailure } = outcome.value
    if (!effectFailure) return doneRecord(ctx, 'effected')
    return refusedRecord(ctx, { code: 'effect_failed', figures: {} })
  }

  async contests({ bouncer, inertia, params, response }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const file = await contestFile(params.id, this.clock)
    if (!file) return response.notFound()
    return inertia.render('governance/office/contest', {
      id: params.id as string,
      file,
      today: this.clock.now().toISODate()!,
      may: { manage: await office.allows('manage') },
    })
  }

  async contest(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { received_on: receivedOn, ...facts } = await ctx.request.validateUsing(contestValidator)
    const outcome = await recordContest({ ...this.#act(ctx), ...facts, receivedOn })
    return outcome.ok ? doneRecord(ctx, 'contested') : refusedRecord(ctx, outcome.error)
  }

  /** C30: the whole file, for a judge or a lawyer. */
  async export(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const kept = await exportContestFile({ ...this.#act(ctx) })
    if (!kept) return ctx.response.notFound()
    ctx.response.header('Content-Type', 'application/zip')
    ctx.response.header('Content-Disposition', attachmentNamed(`dossier-${kept.reference}.zip`))
    ctx.response.header('Cache-Control', 'no-store')
    return ctx.response.send(kept.bytes)
  }

  async #show(ctx: HttpContext, isPublic: boolean) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const outcome = await publishResolution({ ...this.#act(ctx), isPublic })
    if (!outcome.ok) return refusedRecord(ctx, outcome.error)
    return doneRecord(ctx, isPublic ? 'published' : 'unpublished')
  }

  #act({ params, auth }: HttpContext) {
    const resolutionId = params.id as string
    return { resolutionId, actor: auth.getUserOrFail(), clock: this.clock }
  }
}
