import { createReadStream } from 'node:fs'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import OfficePolicy from '#policies/licensing/office_policy'
import { isWork } from '#services/catalogue/queries/work_register'
import { storedPaper } from '#services/licensing/paper_files'
import { licencePaper } from '#services/licensing/queries/licence_paper'
import {
  recordSignedLicence,
  type RecordLicenceRefusal,
} from '#services/licensing/record_signed_licence'
import { licenceFacts } from '#validators/licensing/licence_facts'
import { refusedField } from '#validators/licensing/refused_field'
import { Clock } from '#values/clock'
import { attachmentNamed } from '#values/file_names'

const FIELDS: Partial<Record<RecordLicenceRefusal, string>> = {
  unknown_rights_holder: 'rights_holder_id',
  signer_missing: 'signer_name',
  signed_later: 'signed_on',
  not_in_force: 'signed_on',
  ends_before: 'ends_on',
  evidence_missing: 'statement',
  paper_too_big: 'paper',
  paper_type: 'paper',
}

/** Licences that were signed on paper or elsewhere, with what proves them (CPI art. L131-3). */
@inject()
export default class WorkLicencesController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    const { auth, bouncer, params, request, response, session, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manage')
    if (!(await isWork(params.id))) throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    const outcome = await recordSignedLicence({
      workId: params.id,
      ...(await licenceFacts(request)),
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) {
      throw refusedField(i18n, FIELDS[outcome.error] ?? 'licence_text_id', outcome.error)
    }
    session.flash('success', i18n.t('catalogue.office.making.licence_kept'))
    return response.redirect().toRoute('catalogue.office.works.show', { id: params.id })
  }

  /** The signed paper itself, for the staff only. */
  async paper({ bouncer, params, request, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    const paper = await licencePaper(params.id, params.licenceId)
    if (!paper) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    response.header('Content-Type', paper.mimeType)
    response.header('Content-Disposition', attachmentNamed(paper.fileName))
    response.header('Cache-Control', 'no-store')
    response.header('X-Content-Type-Options', 'nosniff')
    return response.stream(createReadStream(storedPaper(paper.storagePath)))
  }
}
