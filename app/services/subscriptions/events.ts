import emitter from '@adonisjs/core/services/emitter'
import type Payment from '#models/subscriptions/payment'

export interface PaymentFact {
  paymentId: string
  subscriberId: string
  /** The month in which the payment counts, YYYY-MM. */
  period: string
}

declare module '@adonisjs/core/types' {
  interface EventsList {
    'subscriptions:payment_settled': PaymentFact
    'subscriptions:payment_reversed': PaymentFact
  }
}

/**
 * Tells the higher domains of a step that moved a payment, once it is committed. They must not
 * count on hearing it (a process may die in between): what they need for money they read from the
 * tables. A step that found its work done says nothing.
 */
export async function announcePayment(
  name: 'subscriptions:payment_settled' | 'subscriptions:payment_reversed',
  { payment, moved }: { payment: Payment; moved: boolean }
): Promise<Payment> {
  const { id: paymentId, subscriberId, settledPeriod } = payment
  if (moved) await emitter.emit(name, { paymentId, subscriberId, period: settledPeriod! })
  return payment
}
