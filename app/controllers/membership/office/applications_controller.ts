import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ApplicationPolicy from '#policies/membership/application_policy'
import { applicationsAsCsv } from '#services/membership/applications/applications_csv'
import { bulletinPdf } from '#services/membership/applications/bulletin_pdf'
import { joinRule } from '#services/membership/applications/join_form'
import { duplicatesOf } from '#services/membership/queries/application_duplicates'
import {
  applicationsPage,
  countApplications,
} from '#services/membership/queries/application_register'
import { applicationStory } from '#services/membership/queries/application_story'
import { categoryNames } from '#services/membership/queries/category_names'
import {
  applicationDetails,
  applicationEvents,
  applicationFacts,
  applicationPapers,
} from '#transformers/membership/application_page'
import { applicationSearchValidator } from '#validators/membership/applications'
import { officeApplication } from '#validators/membership/office_application'
import { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import { attachmentNamed } from '#values/file_names'

/** The applications that the board or the assembly decides on. */
@inject()
export default class ApplicationsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request, i18n }: HttpContext) {
    const office = bouncer.with(ApplicationPolicy)
    await office.authorize('view')
    const filter = await request.validateUsing(applicationSearchValidator)
    return inertia.render('membership/office/applications', {
      ...(await applicationsPage(filter)),
      filters: {
        search: filter.search ?? null,
        state: filter.state ?? null,
        category: filter.category ?? null,
        kind: filter.kind ?? null,
        from: filter.from ?? null,
        to: filter.to ?? null,
        sort: filter.sort ?? ('-created_at' as string),
      },
      counts: await countApplications(),
      categories: await categoryNames(this.clock, i18n.locale),
      rule: await joinRule(this.clock),
      may: { manage: await office.allows('manage') },
      exportUrl: '/membership/office/applications.csv',
    })
  }

  async export({ bouncer, request, response }: HttpContext) {
    await bouncer.with(ApplicationPolicy).authorize('view')
    const filter = await request.validateUsing(applicationSearchValidator)
    response.header('Content-Type', 'text/csv; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-applications.csv"')
    response.header('Cache-Control', 'no-store')
    return response.stream(Readable.from(applicationsAsCsv(filter)))
  }

  async show(ctx: HttpContext) {
    const { bouncer, inertia, i18n } = ctx
    const office = bouncer.with(ApplicationPolicy)
    await office.authorize('view')
    const application = await officeApplication(ctx)
    const story = await applicationStory(application)
    return inertia.render('membership/office/application', {
      application: {
        ...applicationFacts(application, story, i18n),
        memberId: application.memberId,
        evidence: application.evidence as Record<string, string | number | null> | null,
      },
      details: applicationDetails(application),
      papers: applicationPapers(story, i18n),
      events: applicationEvents(story),
      duplicates: await duplicatesOf(application),
      today: isoDay(this.clock.now()),
      may: { decide: await office.allows('decide'), manage: await office.allows('manage') },
    })
  }

  async bulletin(ctx: HttpContext) {
    await ctx.bouncer.with(ApplicationPolicy).authorize('view')
    const application = await officeApplication(ctx)
    const name = `bulletin-${application.reference}.pdf`
    ctx.response.header('Content-Type', 'application/pdf')
    ctx.response.header('Content-Disposition', attachmentNamed(name))
    ctx.response.header('Cache-Control', 'no-store')
    return ctx.response.send(await bulletinPdf(application))
  }
}
