import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Notice from '#models/governance/notice'
import type Member from '#models/membership/member'
import { openInvitation } from '#services/governance/notices/open_invitation'
import { mayAttend } from '#services/governance/queries/may_attend'
import { papersOf } from '#services/governance/queries/papers_of'
import { agendaRows, assemblyFacts, documentRows } from '#transformers/governance/assembly_page'
import { sendCalendar, sendPaper } from '#transformers/governance/send_paper'
import { Clock } from '#values/clock'

/** The personal link of a notice: the papers to read; acting asks for the account. */
@inject()
export default class InvitationsController {
  constructor(protected clock: Clock) {}

  async show(ctx: HttpContext) {
    const { assembly, member } = await this.#opened(ctx)
    if ((await this.#isTheirs(ctx, member)) && (await mayAttend(assembly, member.id, this.clock))) {
      return ctx.response.redirect().toRoute('governance.mine.meeting', { id: assembly.id })
    }
    const { agenda, documents } = await papersOf(assembly)
    ctx.response.header('Referrer-Policy', 'no-referrer')
    return ctx.inertia.render('governance/invitation', {
      token: ctx.params.token as string,
      name: member.displayName,
      hasAccount: member.accountId !== null,
      assembly: assemblyFacts(assembly),
      agenda: agendaRows(agenda),
      documents: documentRows(documents),
    })
  }

  async document(ctx: HttpContext) {
    const { assemblyId } = await this.#opened(ctx)
    return sendPaper(ctx, assemblyId)
  }

  async calendar(ctx: HttpContext) {
    const { assembly } = await this.#opened(ctx)
    return sendCalendar(ctx, assembly)
  }

  /** Whether whoever follows the link is signed in as the one it was written to. */
  async #isTheirs({ auth }: HttpContext, member: Member): Promise<boolean> {
    const isSignedIn = await auth.use('web').check()
    return isSignedIn && member.accountId === auth.user!.id
  }

  async #opened({ params, request }: HttpContext): Promise<Notice> {
    const notice = await openInvitation(params.token, this.clock)
    if (!notice) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    return notice
  }
}
