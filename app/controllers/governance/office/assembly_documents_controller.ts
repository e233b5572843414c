import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import {
  keepAssemblyDocument,
  removeAssemblyDocument,
} from '#services/governance/documents/keep_document'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import { sendPaper } from '#transformers/governance/send_paper'
import { documentValidator } from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

const NO_FILE = { code: 'not_a_pdf', figures: {} }

/** The papers of a meeting in the office. */
@inject()
export default class AssemblyDocumentsController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { title } = await ctx.request.validateUsing(documentValidator)
    const file = ctx.request.file('file')
    if (!file?.tmpPath) throw refusedForm(ctx, NO_FILE)
    const outcome = await keepAssemblyDocument({
      assemblyId: ctx.params.id,
      title,
      path: file.tmpPath,
      clientName: file.clientName,
      actor: ctx.auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'document_kept')
  }

  async show(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    return sendPaper(ctx, ctx.params.id)
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { id: assemblyId, documentId } = ctx.params
    const actor = ctx.auth.getUserOrFail()
    const outcome = await removeAssemblyDocument({
      ...{ assemblyId, documentId, actor, clock: this.clock },
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'document_removed')
  }
}
