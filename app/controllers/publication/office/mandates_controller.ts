import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Account from '#models/identity/account'
import { CAPACITIES } from '#models/publication/approval_mandate'
import MonthPolicy from '#policies/publication/month_policy'
import { PublicationError } from '#services/publication/errors'
import { endMandate } from '#services/publication/mandates/end_mandate'
import { grantMandate } from '#services/publication/mandates/grant_mandate'
import { mandatesAsCsv } from '#services/publication/mandates/mandates_csv'
import { mandateRegister } from '#services/publication/queries/mandate_register'
import { sendCsv } from '#transformers/documents/send_csv'
import { mandateRow } from '#transformers/publication/mandate_row'
import { refusalText } from '#transformers/publication/refusal'
import { mandateSearchValidator, mandateValidator } from '#validators/publication/office'
import { refusedMandate } from '#validators/publication/refused_mandate'
import { Clock } from '#values/clock'

/** Who may approve the months (P21): mandates are given and ended, never taken back. */
@inject()
export default class MandatesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request }: HttpContext) {
    await bouncer.with(MonthPolicy).authorize('manageMandates')
    const filter = await request.validateUsing(mandateSearchValidator)
    const found = await mandateRegister(filter)
    return inertia.render('publication/office/mandates', {
      mandates: found.all().map((mandate) => mandateRow(mandate, this.clock.now())),
      paging: { page: found.currentPage, perPage: found.perPage, total: found.total },
      filters: { search: filter.search ?? null, sort: filter.sort ?? ('-startsOn' as string) },
      capacities: [...CAPACITIES],
      today: this.clock.now().toISODate()!,
    })
  }

  async export(ctx: HttpContext) {
    await ctx.bouncer.with(MonthPolicy).authorize('manageMandates')
    const filter = await ctx.request.validateUsing(mandateSearchValidator)
    return sendCsv(ctx, 'mandates', mandatesAsCsv(filter))
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(MonthPolicy).authorize('manageMandates')
    const asked = await request.validateUsing(mandateValidator)
    const account = await Account.query()
      .where('email', asked.email)
      .whereNull('closedAt')
      .whereNull('disabledAt')
      .first()
    if (!account) throw refusedMandate(i18n, 'unknown_account')
    try {
      await grantMandate({
        actor: auth.getUserOrFail(),
        accountId: account.id,
        capacity: asked.capacity,
        startsOn: asked.starts_on,
        endsOn: asked.ends_on ?? null,
        clock: this.clock,
      })
    } catch (error) {
      throw error instanceof PublicationError ? refusedMandate(i18n, error) : error
    }
    session.flash('success', i18n.t('publication.office.mandates.granted', named(account)))
    return response.redirect().toRoute('publication.office.mandates.index')
  }

  /** The mandate ends with this day. */
  async destroy({ auth, bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(MonthPolicy).authorize('manageMandates')
    try {
      const mandate = await endMandate({
        actor: auth.getUserOrFail(),
        mandateId: params.id,
        endsOn: this.clock.now().toISODate()!,
        clock: this.clock,
      })
      const account = await Account.findOrFail(mandate.accountId)
      session.flash('success', i18n.t('publication.office.mandates.ended', named(account)))
    } catch (error) {
      if (!(error instanceof PublicationError)) throw error
      session.flash('error', refusalText(i18n, error))
    }
    return response.redirect().toRoute('publication.office.mandates.index')
  }
}

const named = ({ fullName }: Account) => ({ name: fullName })
