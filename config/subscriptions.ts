import env from '#start/env'

/** What a subscription costs and what a payment costs us. */
const subscriptionsConfig = {
  /** The one plan on offer: 8,00 € a month, VAT of 20 % included. */
  plan: {
    code: 'mensuel',
    nameFr: 'Abonnement mensuel',
    nameEn: 'Monthly subscription',
    priceCents: 800n,
    vatRateBp: 2_000,
    offeredFrom: '2026-01-01',
  },

  /**
   * Works stay open to a subscriber from the first settled fee until so many months after the
   * month of the last one are over: the time that a transfer may take.
   */
  accessGraceMonths: 1,

  /** Where a transfer goes while no other rail is connected. */
  transferTo: { holder: "P2P'Legal SCIC", iban: env.get('TRANSFER_IBAN') ?? null },

  /** What each rail takes per payment, in cents; kept with the payment when it is recorded. */
  paymentFeeCents: { demo: 25n, transfer: 0n, direct_debit: 18n, card: 37n },
}

export default subscriptionsConfig
