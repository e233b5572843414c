import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SurplusPolicy from '#policies/shares/surplus_policy'
import { draftAllocation } from '#services/shares/surplus/draft_allocation'
import { surplusBoard } from '#services/shares/surplus/queries/surplus_board'
import { accountsRow, allocationRow, simulationView } from '#transformers/shares/surplus_page'
import { refusedSurplus } from '#transformers/shares/surplus_refusal'
import {
  allocationValidator,
  askedRate,
  isReadableRate,
  simulationValidator,
} from '#validators/shares/surplus'
import { Clock } from '#values/clock'
import { parseDay } from '#values/day'

/** The year's surplus: what may become of it, and the drafts for the assembly (C33, C34). */
@inject()
export default class SurplusController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request, i18n }: HttpContext) {
    const policy = bouncer.with(SurplusPolicy)
    await policy.authorize('view')
    const asked = await request.validateUsing(simulationValidator)
    const assemblyOn = parseDay(asked.assembly ?? '') ?? this.clock.now()
    const rate = askedRate(asked.rate)
    const board = await surplusBoard({ accountsId: asked.accounts, assemblyOn, rate }, this.clock)
    return inertia.render('shares/office/surplus', {
      accounts: board.accounts.map(accountsRow),
      yields: board.yields,
      allocations: board.allocations.map((one) => allocationRow(one, i18n.locale)),
      chosen: board.chosen?.id ?? null,
      assemblyOn: assemblyOn.toISODate()!,
      rate: asked.rate ?? '0',
      rateError: isReadableRate(asked.rate) ? null : i18n.t('validator.shared.messages.percent'),
      simulation: board.simulation ? simulationView(board.simulation) : null,
      text: board.text[i18n.locale === 'en' ? 'en' : 'fr'],
      hasStatutes: board.hasStatutes,
      today: this.clock.now().toISODate()!,
      may: { allocate: await policy.allows('allocate') },
    })
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('allocate')
    const asked = await request.validateUsing(allocationValidator)
    const outcome = await draftAllocation({
      accountsId: asked.accounts_id,
      assemblyOn: asked.assembly_on,
      rateMillipercent: asked.rate,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedSurplus(i18n, 'rate', outcome.error)
    session.flash('success', i18n.t('surplus.drafted'))
    return response.redirect().toRoute('shares.office.surplus.index')
  }
}
