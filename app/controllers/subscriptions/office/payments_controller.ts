import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/subscriptions/office_policy'
import { recordReading } from '#services/identity/record_reading'
import { paymentsAsCsv } from '#services/subscriptions/payments_csv'
import { countPayments, paymentsPage } from '#services/subscriptions/queries/payment_register_page'
import {
  recordTransferReceived,
  type TransferRefusal,
} from '#services/subscriptions/record_transfer_received'
import { paymentSearchValidator, paymentValidator } from '#validators/subscriptions/office'
import { refusedField } from '#validators/subscriptions/refused_field'
import { Clock } from '#values/clock'
import { parseEuros } from '#values/money'

const FIELDS: Partial<Record<TransferRefusal, string>> = {
  not_positive: 'amount',
  reference_reused: 'reference',
}

/** The register of payments; what the bank shows is written into it by the treasurer. */
@inject()
export default class PaymentsController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const filter = await request.validateUsing(paymentSearchValidator)
    return inertia.render('subscriptions/office/payments', {
      ...(await paymentsPage(filter)),
      filters: {
        search: filter.search ?? null,
        state: filter.state ?? null,
        sort: filter.sort ?? ('-created_at' as string),
      },
      counts: await countPayments(),
      may: { manage: await office.allows('managePayments') },
      exportUrl: '/subscriptions/office/payments.csv',
    })
  }

  async export({ auth, bouncer, request, response }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    const filter = await request.validateUsing(paymentSearchValidator)
    await recordReading({
      actor: auth.getUserOrFail(),
      action: 'subscriptions.export_payments',
      subject: { type: 'register', id: 'payments' },
      after: { state: filter.state ?? null, filtered: filter.search !== undefined },
      clock: this.clock,
    })
    response.header('Content-Type', 'text/csv; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="peerfy-payments.csv"')
    response.header('Cache-Control', 'no-store')
    return response.stream(Readable.from(paymentsAsCsv(filter)))
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('managePayments')
    const { email, amount, reference } = await request.validateUsing(paymentValidator)
    const grossCents = parseEuros(amount)
    if (grossCents === null) throw refusedField(i18n, 'amount', 'not_an_amount')
    const outcome = await recordTransferReceived({
      email,
      grossCents,
      reference,
      actor: auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedField(i18n, FIELDS[outcome.error] ?? 'email', outcome.error)
    session.flash('success', i18n.t('subscriptions.office.payments.recorded'))
    return response.redirect().toRoute('subscriptions.office.payments.index')
  }
}
