import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SurplusPolicy from '#policies/shares/surplus_policy'
import {
  recordAnnualAccounts,
  type AccountsRefusal,
} from '#services/shares/surplus/record_annual_accounts'
import { recordBondYield } from '#services/shares/surplus/record_bond_yield'
import { refusedSurplus } from '#transformers/shares/surplus_refusal'
import { accountsValidator, bondYieldValidator } from '#validators/shares/surplus'
import { Clock } from '#values/clock'

const FIELDS: Record<AccountsRefusal, string> = {
  not_closed_yet: 'closed_on',
  approval_without_date: 'approved_on',
  approval_without_resolution: 'resolution_reference',
  opened_after_closing: 'opened_on',
  year_too_long: 'opened_on',
  years_overlap: 'opened_on',
  already_approved: 'approved_on',
  approved_before_closing: 'approved_on',
  approved_in_the_future: 'approved_on',
  already_allocated: 'closed_on',
}

/** The figures behind the surplus: a year's accounts, and the mean bond yields. */
@inject()
export default class AnnualAccountsController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('allocate')
    const asked = await request.validateUsing(accountsValidator)
    const figures = {
      openedOn: asked.opened_on ?? null,
      closedOn: asked.closed_on,
      approvedOn: asked.approved_on ?? null,
      resolutionReference: asked.resolution_reference ?? null,
      capitalCents: asked.capital,
      legalReserveCents: asked.legal_reserve,
      statutoryReserveCents: asked.statutory_reserve,
      otherReservesCents: asked.other_reserves,
      carriedLossCents: asked.carried_loss,
      resultCents: asked.result,
      subsidiesCents: asked.subsidies,
      turnoverCents: asked.turnover,
      employees: asked.employees,
    }
    const actor = auth.getUserOrFail()
    const outcome = await recordAnnualAccounts({ figures, actor, clock: this.clock })
    if (!outcome.ok) throw refusedSurplus(i18n, FIELDS[outcome.error], outcome.error)
    session.flash('success', i18n.t('surplus.accounts.recorded'))
    return response.redirect().toRoute('shares.office.surplus.index')
  }

  async storeYield({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(SurplusPolicy).authorize('allocate')
    const { year, half, rate, source } = await request.validateUsing(bondYieldValidator)
    const limit = 50_000n
    if (rate > limit || rate < -5_000n) throw refusedSurplus(i18n, 'rate', 'no_rate')
    await recordBondYield({
      bondYield: { year, half: Number(half), rateMillipercent: Number(rate) },
      source,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    session.flash('success', i18n.t('surplus.yields.recorded'))
    return response.redirect().toRoute('shares.office.surplus.index')
  }
}
