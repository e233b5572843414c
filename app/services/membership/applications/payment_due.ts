import type Application from '#models/membership/application'

type PaymentDue = (applicationId: string) => Promise<bigint | null>

let source: PaymentDue | null = null

/** Shares knows what has come in already: it says what an admitted person still has to pay. */
export function registerPaymentDue(registered: PaymentDue) {
  source = registered
}

/** What is to be paid now, in cents; the first payment as long as nothing is known of receipts. */
export async function paymentDue(application: Application): Promise<bigint> {
  return (await source?.(application.id)) ?? application.firstPaymentCents
}
