import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { createAssembly } from '#services/governance/assemblies/create_assembly'
import { editAssembly } from '#services/governance/assemblies/edit_assembly'
import { assemblyRegister } from '#services/governance/queries/assembly_register'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { linkableChanges } from '#services/governance/queries/linkable_changes'
import { noticeChecklist } from '#services/governance/queries/notice_checklist'
import { noticeCounts } from '#services/governance/queries/notice_board'
import { mayBeCalledAgain, secondCallOf } from '#services/governance/assemblies/call_again'
import { papersOf } from '#services/governance/queries/papers_of'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import {
  agendaRows,
  bodyRows,
  assemblyFacts,
  changeRows,
  discussionRows,
  documentRows,
  registerRow,
} from '#transformers/governance/assembly_page'
import { doneBefore, refusedForm } from '#transformers/governance/before_answer'
import { gapWords } from '#transformers/governance/gap_words'
import { assemblyValidator } from '#validators/governance/assemblies'
import { Clock } from '#values/clock'

/** Meetings in the office: the list, and each one's file until its notice. */
@inject()
export default class AssembliesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const [rows, statutes] = await Promise.all([
      assemblyRegister(),
      statutesInForce(this.clock.now()),
    ])
    return inertia.render('governance/office/assemblies', {
      assemblies: rows.map(registerRow),
      hasStatutes: statutes !== null,
      bodies: bodyRows(statutes?.settings, i18n.locale),
      may: { manage: await office.allows('manage') },
    })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const facts = await this.#facts(ctx)
    const actor = ctx.auth.getUserOrFail()
    const outcome = await createAssembly({ ...facts, actor, clock: this.clock })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    const { id } = outcome.value
    ctx.session.flash('success', ctx.i18n.t('governance_before.done.created'))
    return ctx.response.redirect().toRoute('governance.office.assemblies.show', { id })
  }

  async show({ bouncer, inertia, params, i18n }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const assembly = await findAssembly(params.id)
    const isDraft = assembly.state === 'draft'
    const statutes = assembly.statuteProfile ?? (await statutesInForce(this.clock.now()))
    const bodies = bodyRows(statutes?.settings, i18n.locale)
    const { agenda, documents, discussion } = await papersOf(assembly)
    const secondCall = await secondCallOf(assembly.id)
    const checklist = isDraft && statutes ? await noticeChecklist(assembly, this.clock) : null
    return inertia.render('governance/office/assembly', {
      assembly: assemblyFacts(assembly),
      agenda: agendaRows(agenda),
      documents: documentRows(documents),
      discussion: discussionRows(discussion, null),
      checklist: checklist && { ...checklist, gaps: gapWords(checklist.gaps, i18n) },
      notices: await noticeCounts(assembly.id),
      changes: changeRows(await linkableChanges(), bodies, i18n.locale),
      bodies,
      secondCall: secondCall && { id: secondCall.id },
      may: {
        manage: await office.allows('manage'),
        chair: await office.allows('chair'),
        callAgain: !secondCall && mayBeCalledAgain(assembly, agenda, this.clock),
      },
    })
  }

  async update(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const facts = await this.#facts(ctx)
    const act = { actor: ctx.auth.getUserOrFail(), clock: this.clock }
    const outcome = await editAssembly({ ...facts, assemblyId: ctx.params.id, ...act })
    if (!outcome.ok) throw refusedForm(ctx, outcome.error)
    return doneBefore(ctx, 'saved')
  }

  async #facts({ request }: HttpContext) {
    const asked = await request.validateUsing(assemblyValidator)
    return {
      ...{ kind: asked.kind, presence: asked.presence, title: asked.title },
      bodyCode: asked.kind === 'board' ? (asked.body_code ?? null) : null,
      startsAt: asked.starts_at,
      place: asked.presence === 'remote' ? '' : (asked.place ?? ''),
      remoteLink: asked.presence === 'room' ? '' : (asked.remote_link ?? ''),
      remoteFrom: asked.remote_from ?? null,
      remoteUntil: asked.remote_until ?? null,
    }
  }
}
