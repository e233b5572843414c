import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import { errors, type HttpContext } from '@adonisjs/core/http'
import LedgerPolicy from '#policies/ledger_policy'
import { fecFileName, writeFec } from '#services/ledger/fec'
import { balanceAsCsv, linesAsCsv } from '#services/ledger/ledger_csv'
import { findAccount, findEntry } from '#services/ledger/queries/find_entry'
import { listAccountLines } from '#services/ledger/queries/list_account_lines'
import { trialBalance } from '#services/ledger/queries/trial_balance'
import { auxiliaryNames } from '#services/ledger_auxiliaries'
import { financialYears, yearEndingOn } from '#services/shares/queries/financial_years'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import { accountLine, accountName, balanceLine, entryPage } from '#transformers/ledger'
import { sendFile } from '#transformers/shares/files'
import { accountLinesValidator, balanceValidator, ledgerFecValidator } from '#validators/ledger'
import { Clock } from '#values/clock'

/** The accounts, to be read: entries come from what happened, never from this page. */
@inject()
export default class LedgerController {
  constructor(protected clock: Clock) {}

  async balance(ctx: HttpContext) {
    const day = await this.#day(ctx)
    const lines = await trialBalance({ to: day })
    const years = await financialYears(this.clock)
    return ctx.inertia.render('ledger/office/balance', {
      day,
      lines: lines.map((line) => balanceLine(line, ctx.i18n.locale)),
      fecYears: years.map(({ to }) => to),
    })
  }

  async balanceCsv(ctx: HttpContext) {
    const day = await this.#day(ctx)
    const content = balanceAsCsv(await trialBalance({ to: day }))
    return sendFile(ctx, { name: `balance-${day}`, kind: 'csv', content })
  }

  async account(ctx: HttpContext) {
    const { bouncer, request, inertia, params, i18n } = ctx
    await bouncer.with(LedgerPolicy).authorize('view')
    const filter = await request.validateUsing(accountLinesValidator)
    const account = await findAccount(params.code)
    if (!account) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    const { lines, total, page, pageSize } = await listAccountLines({ ...account, ...filter })
    const names = await auxiliaryNames(lines.flatMap(({ auxiliary }) => auxiliary ?? []))
    return inertia.render('ledger/office/account', {
      shown: accountName(account, i18n.locale),
      lines: lines.map((line) => accountLine(line, names)),
      paging: { page, perPage: pageSize, total },
      filters: { search: filter.search ?? null },
    })
  }

  async accountCsv(ctx: HttpContext) {
    await ctx.bouncer.with(LedgerPolicy).authorize('view')
    const { search } = await ctx.request.validateUsing(accountLinesValidator)
    const { code } = ctx.params
    const content = Readable.from(linesAsCsv({ code, search }))
    return sendFile(ctx, { name: `compte-${code}`, kind: 'csv', content })
  }

  async entry({ bouncer, request, inertia, params, i18n }: HttpContext) {
    await bouncer.with(LedgerPolicy).authorize('view')
    const entry = await findEntry(params.id)
    if (!entry) throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    const names = await auxiliaryNames(entry.lines.flatMap(({ auxiliary }) => auxiliary ?? []))
    return inertia.render('ledger/office/entry', { entry: entryPage(entry, names, i18n.locale) })
  }

  /** A08: every entry of a financial year, as the tax office asks for them. */
  async fec(ctx: HttpContext) {
    await ctx.bouncer.with(LedgerPolicy).authorize('view')
    const { year_end: end } = await ctx.request.validateUsing(ledgerFecValidator)
    const { settings } = await requireStatutes(this.clock.now())
    const year = yearEndingOn(end)
    const content = Readable.from(writeFec({ year, namesOf: auxiliaryNames }))
    const name = fecFileName(settings.identity.siren, year)
    return sendFile(ctx, { name, kind: 'txt', content })
  }

  async #day({ bouncer, request }: HttpContext): Promise<string> {
    await bouncer.with(LedgerPolicy).authorize('view')
    const { day } = await request.validateUsing(balanceValidator)
    return day ?? this.clock.now().toISODate()!
  }
}
