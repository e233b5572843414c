import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import MembersPolicy from '#policies/membership/members_policy'
import { listSavedViews } from '#services/identity/saved_views'
import { membersPdf } from '#services/membership/documents/members_pdf'
import { membersAsCsv, membersAsJson } from '#services/membership/exports/members_file'
import { listMembers } from '#services/membership/queries/list_members'
import { memberFile } from '#services/membership/queries/member_file'
import { memberLine, placesOf } from '#transformers/membership/member_facts'
import { memberPage } from '#transformers/membership/member_page'
import { memberSearch, memberSearchValidator } from '#validators/membership/members'
import { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** The members, one after the other, and each with everything the office knows. */
@inject()
export default class MembersController {
  constructor(protected clock: Clock) {}

  async index({ auth, bouncer, inertia, request, i18n }: HttpContext) {
    await bouncer.with(MembersPolicy).authorize('view')
    const asked = await request.validateUsing(memberSearchValidator)
    const { sort, after, before, ...filter } = asked
    const search = memberSearch(asked)
    const found = await listMembers(search, { sort, after, before }, isoDay(this.clock.now()))
    return inertia.render('membership/office/members', {
      members: found.rows.map((row) => memberLine(row, found.settings, i18n)),
      paging: { ...found.total, previous: found.previous, next: found.next },
      filter: { ...filter, sort: sort ?? 'number' } as Record<string, string>,
      ...placesOf(found.settings, i18n),
      views: await listSavedViews(auth.getUserOrFail().id, 'membership.members'),
    })
  }

  async show({ bouncer, inertia, params, i18n }: HttpContext) {
    const policy = bouncer.with(MembersPolicy)
    await policy.authorize('view')
    const file = await memberFile(params.id, this.clock)
    return inertia.render('membership/office/member', {
      ...memberPage(file, i18n),
      may: { manage: await policy.allows('manage') },
    })
  }

  async csv(ctx: HttpContext) {
    const { response } = ctx
    const wanted = await this.#wanted(ctx)
    response.header('Content-Type', 'text/csv; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-societaires.csv"')
    return response.stream(Readable.from(membersAsCsv(wanted)))
  }

  async json(ctx: HttpContext) {
    const { response } = ctx
    const wanted = await this.#wanted(ctx)
    response.header('Content-Type', 'application/json; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-societaires.json"')
    return response.stream(Readable.from(membersAsJson(wanted)))
  }

  async pdf(ctx: HttpContext) {
    const { response, session, i18n } = ctx
    const wanted = await this.#wanted(ctx)
    const t = i18n.t.bind(i18n)
    const bytes = await membersPdf(wanted, { locale: i18n.locale, t })
    if (!bytes) {
      session.flash('error', t('membership.members.paper.too_long'))
      return response.redirect().toRoute('membership.office.members.index')
    }
    response.header('Content-Type', 'application/pdf')
    response.header('Content-Disposition', 'attachment; filename="peerfy-societaires.pdf"')
    return response.send(bytes)
  }

  async #wanted({ bouncer, request }: HttpContext) {
    await bouncer.with(MembersPolicy).authorize('view')
    const asked = await request.validateUsing(memberSearchValidator)
    const today = isoDay(this.clock.now())
    return { search: memberSearch(asked), sort: asked.sort ?? ('number' as const), today }
  }
}
