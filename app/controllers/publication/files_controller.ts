import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import { actingAccount } from '#middleware/acting_account'
import MonthPolicy from '#policies/publication/month_policy'
import { recordReading } from '#services/identity/record_reading'
import { findKeptFile } from '#services/publication/queries/find_kept_file'
import { revisionsOf } from '#services/publication/queries/published_months'
import { Clock } from '#values/clock'

const TYPES = { json: 'application/json', csv: 'text/csv; charset=utf-8' } as const

/** The kept files of a month: the report and the tree for all, rows per person for a few. */
@inject()
export default class FilesController {
  constructor(protected clock: Clock) {}

  /** A month that is not public yet is not there for those who may not see it. */
  async show(ctx: HttpContext) {
    const { params, bouncer } = ctx
    const revisions = await revisionsOf(params.period)
    const month = revisions.find((one) => one.revision === revisionOf(ctx))
    const seesSealed = actingAccount(ctx)
      ? await bouncer.with(MonthPolicy).allows('viewSealed')
      : false
    if (!month?.publishedAt && !seesSealed) throw notFound(ctx)
    return send(ctx)
  }

  /** Frozen input and result: for the treasurer and the approvers, behind their second factor. */
  async frozen(ctx: HttpContext) {
    await ctx.bouncer.with(MonthPolicy).authorize('viewFrozen')
    const { period, kind, name } = ctx.params
    return send(ctx, () =>
      recordReading({
        actor: ctx.auth.getUserOrFail(),
        action: 'publication.read_frozen_file',
        subject: { type: 'period', id: period },
        after: { revision: revisionOf(ctx), file: `${kind}/${name}` },
        clock: this.clock,
      })
    )
  }
}

async function send(ctx: HttpContext, beforeItLeaves?: () => Promise<void>) {
  const { period, kind, name } = ctx.params
  const revision = revisionOf(ctx)
  const file = await findKeptFile({ period, revision, kind, name })
  if (!file) throw notFound(ctx)
  await beforeItLeaves?.()
  const ending = name.split('.').pop() as keyof typeof TYPES
  const download = `peerfy-${period}-r${revision}-${kind}-${name}`
  ctx.response.header('Content-Type', TYPES[ending] ?? 'application/octet-stream')
  ctx.response.header('Content-Disposition', `attachment; filename="${download}"`)
  return ctx.response.download(file.path, true)
}

/** The route's `r1`, as the directories of the month are named. */
function revisionOf({ params }: HttpContext): number {
  return Number(params.revision.slice(1))
}

function notFound({ request }: HttpContext) {
  return new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
}
