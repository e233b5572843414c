import { BaseTransformer } from '@adonisjs/core/transformers'
import type Payment from '#models/subscriptions/payment'

/** A payment as its payer sees it. */
export default class PaymentTransformer extends BaseTransformer<Payment> {
  toObject() {
    const payment = this.resource
    return {
      id: payment.id,
      reference: payment.externalReference,
      rail: payment.rail,
      state: payment.state,
      grossCents: String(payment.grossCents),
      vatCents: String(payment.vatCents),
      feeCents: String(payment.paymentFeeCents),
      createdAt: payment.createdAt.toISO()!,
      settledAt: payment.settledAt?.toISO() ?? null,
      settledPeriod: payment.settledPeriod,
    }
  }
}
