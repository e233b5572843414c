import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import type Payee from '#models/licensing/payee'
import { publishedSlugs } from '#services/catalogue/queries/published_slugs'
import { defaultPeriod, readerMonth, readerPeriods } from '#services/royalties/queries/reader_month'
import { findPayout } from '#services/royalties/queries/find_payout'
import { payeeUsesSoFar } from '#services/royalties/queries/uses_so_far'
import type { PayeeStatement } from '#services/royalties/statements/documents'
import { askedPayee } from '#validators/royalties/asked_payee'
import { monthPage } from '#transformers/royalties/month_page'
import { adjustmentWords } from '#values/adjustment_reason'
import { Clock } from '#values/clock'

/** "Mon relevé": what the works of one of the account's payees earned, and what became of it. */
@inject()
export default class MyStatementController {
  constructor(protected clock: Clock) {}

  async show(ctx: HttpContext) {
    const { payee, payees } = await askedPayee(ctx)
    const subject = { kind: 'payee' as const, subjectId: payee.id }
    const periods = await readerPeriods(subject, this.clock)
    const period: string = ctx.params.period ?? (await defaultPeriod(subject, periods))
    if (period > periods[0]) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])
    const month = await readerMonth(subject, period)
    const statement = (month.found?.document ?? null) as PayeeStatement | null
    const soFar = month.isOpen
      ? { grossCents: null, works: await payeeUsesSoFar(payee.id, period) }
      : null
    const say = (key: string, values?: Record<string, string>) => ctx.i18n.t(key, values)
    return ctx.inertia.render('royalties/my_statement', {
      ...monthPage(month, period, periods),
      payee: named(payee),
      payees: payees.map(named),
      statement,
      reasons: (statement?.adjustments ?? []).map(({ reason }) => adjustmentWords(reason, say)),
      soFar,
      slugs: await publishedSlugs(statement?.works.map((work) => work.work_id) ?? []),
      payout: month.found ? await findPayout({ payeeId: payee.id, ...keyOf(month.found) }) : null,
      exports: statement ? exportsOf(period, payee.id) : null,
    })
  }
}

const named = ({ id, name }: Payee) => ({ id, name })
const keyOf = ({ period, revision }: { period: string; revision: number }) => ({ period, revision })

function exportsOf(period: string, payeeId: string) {
  const of = (format: string) =>
    `/royalties/my-statement/${period}/statement.${format}?payee=${payeeId}`
  return { pdf: of('pdf'), csv: of('csv'), json: of('json') }
}
