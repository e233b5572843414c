import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { enqueueNotices } from '#jobs/governance/notice_jobs'
import OfficePolicy from '#policies/governance/office_policy'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { noticeLetters, noticeSpecimen } from '#services/governance/notices/notice_letters'
import { noticeTiming } from '#services/governance/notices/notice_timing'
import { recordPosting } from '#services/governance/notices/record_posting'
import { recordReturn } from '#services/governance/notices/record_return'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { noticeCounts, noticeLines, noticesAsCsv } from '#services/governance/queries/notice_board'
import { sendCsv } from '#transformers/documents/send_csv'
import { assemblyFacts } from '#transformers/governance/assembly_page'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import { sendPdf } from '#transformers/governance/send_paper'
import {
  lettersValidator,
  postingValidator,
  proofPageValidator,
  returnValidator,
} from '#validators/governance/assemblies'
import { Clock } from '#values/clock'
import { dayInWords } from '#values/day'

const readerOf = (locale: string) => (locale === 'en' ? 'en' : 'fr')

/** The notice of a meeting: its sending, its letters, its proof for each member (C18, C19). */
@inject()
export default class NoticesController {
  constructor(protected clock: Clock) {}

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { id: assemblyId } = ctx.params
    const actor = ctx.auth.getUserOrFail()
    const outcome = await noticeAssembly({ assemblyId, actor, clock: this.clock })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    await enqueueNotices(assemblyId)
    const { email, post } = outcome.value
    return doneBefore(ctx, 'noticed', { email, post })
  }

  async index({ bouncer, inertia, params, request, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const { page } = await request.validateUsing(proofPageValidator)
    const assembly = await findAssembly(params.id)
    const today = this.clock.now().toISODate()!
    return inertia.render('governance/office/notices', {
      assembly: assemblyFacts(assembly),
      timing: assembly.statuteProfile ? await noticeTiming(assembly, today) : null,
      counts: await noticeCounts(assembly.id),
      proof: await noticeLines(assembly.id, page ?? 1, readerOf(i18n.locale)),
      today,
      may: { manage: await office.allows('manage') },
    })
  }

  async csv(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const { id } = await findAssembly(ctx.params.id)
    return sendCsv(ctx, 'notices', noticesAsCsv(id, readerOf(ctx.i18n.locale)))
  }

  /** Everybody's letter in one file; before the notice a specimen. */
  async letters(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const { kind = 'notice' } = await ctx.request.validateUsing(lettersValidator)
    const assembly = await findAssembly(ctx.params.id)
    const bytes =
      assembly.state === 'draft'
        ? await noticeSpecimen(assembly, ctx.i18n.locale)
        : await noticeLetters(assembly, kind)
    if (!bytes) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    return sendPdf(ctx, bytes, `convocation-${kind}.pdf`)
  }

  async posting(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { kind, posted_on: postedOn, proof } = await ctx.request.validateUsing(postingValidator)
    const act = { actor: ctx.auth.getUserOrFail(), clock: this.clock }
    const outcome = await recordPosting({
      ...{ assemblyId: ctx.params.id, kind, postedOn, proof },
      ...act,
    })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    const { letters, isLate, last, first } = outcome.value
    if (!isLate) return doneBefore(ctx, 'posted', { letters })
    const days = [last, first].map((day) => dayInWords(day, ctx.i18n.locale))
    return doneBefore(ctx, 'posted_late', { letters, last: days[0], first: days[1] })
  }

  /** A mail or a letter came back. */
  async returned(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const { reason } = await ctx.request.validateUsing(returnValidator)
    const act = { actor: ctx.auth.getUserOrFail(), clock: this.clock }
    const outcome = await recordReturn({ noticeId: ctx.params.id, reason, ...act })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, outcome.value.byLetter ? 'returned_by_letter' : 'returned')
  }
}
