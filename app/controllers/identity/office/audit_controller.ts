import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import OfficePolicy from '#policies/identity/office_policy'
import { auditEventsAsCsv } from '#services/identity/audit_csv'
import { searchAuditEvents } from '#services/identity/queries/search_audit_events'
import AuditEventTransformer from '#transformers/identity/audit_event_transformer'
import { auditSearchValidator } from '#validators/identity/office'

export default class AuditController {
  async index({ inertia, bouncer, request }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewAuditTrail')
    const { page, ...filter } = await request.validateUsing(auditSearchValidator)
    const found = await searchAuditEvents(filter, page)
    const actions = await db.from('audit_events').distinct('action').orderBy('action')
    return inertia.render('identity/office/audit', {
      events: AuditEventTransformer.transform(found.all()),
      paging: { page: found.currentPage, perPage: found.perPage, total: found.total },
      actions: actions.map((row) => row.action as string),
      search: filter.search ?? '',
      action: filter.action ?? '',
      from: filter.from ?? '',
      to: filter.to ?? '',
    })
  }

  async export({ bouncer, request, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewAuditTrail')
    const filter = await request.validateUsing(auditSearchValidator)
    response.header('Content-Type', 'text/csv; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-audit.csv"')
    return response.stream(Readable.from(auditEventsAsCsv(filter)))
  }
}
