import { BASIS_POINTS } from '#values/ratio'

export type PaymentChoice = 'full' | 'part'

/** The least that is paid at once, in cents: the statutes' part of the whole, rounded up (C08). */
export function leastFirstPayment(amountCents: bigint, paidUpBp: number): bigint {
  const exact = amountCents * BigInt(paidUpBp)
  return (exact + BASIS_POINTS - 1n) / BASIS_POINTS
}

/** What is paid at once: everything, or the least that the statutes allow. */
export function firstPayment(amountCents: bigint, choice: PaymentChoice, paidUpBp: number): bigint {
  return choice === 'full' ? amountCents : leastFirstPayment(amountCents, paidUpBp)
}
