import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import {
  approvalsOf,
  listPublishedMonths,
  publicFilesOf,
  revisionsOf,
} from '#services/publication/queries/published_months'
import { fileUrl, presentApiMonth } from '#transformers/publication/published_month'
import { isPeriod } from '#values/period'

/** What was published, for scripts (design section 9). */
export default class PeriodsController {
  async index() {
    const months = await listPublishedMonths()
    return { periods: months.map(presentApiMonth) }
  }

  async show({ params }: HttpContext) {
    if (!isPeriod(params.period)) throw new Exception('Not a month: YYYY-MM', { status: 400 })
    const all = await revisionsOf(params.period)
    const revisions = all.filter((one) => one.publishedAt)
    const [month] = revisions
    if (!month) throw new Exception('No such month has been published', { status: 404 })
    const files = await publicFilesOf(month)
    return {
      ...presentApiMonth(month),
      report: month.report,
      approvals: await approvalsOf(month),
      files: files.map((file) => ({ ...file, url: fileUrl(month, file) })),
      revisions: revisions.map(presentApiMonth),
    }
  }
}
