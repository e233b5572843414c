import emitter from '@adonisjs/core/services/emitter'

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
 * Tells the higher domains once the step is committed. They must not count on hearing it (a
 * process may die in between): what they need for money they read from the tables.
 */
export async function announcePayment(
  name: 'subscriptions:payment_settled' | 'subscriptions:payment_reversed',
  fact: PaymentFact
): Promise<void> {
  await emitter.emit(name, fact)
}
