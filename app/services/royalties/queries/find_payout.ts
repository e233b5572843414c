import Payout from '#models/royalties/payout'

/** The transfer that a payee's month led to; null when there was none. */
export async function findPayout(key: { payeeId: string; period: string; revision: number }) {
  const payout = await Payout.query().where(key).first()
  if (!payout) return null
  return {
    reference: payout.reference,
    state: payout.state,
    amountCents: payout.amountCents.toString(),
    paidAt: payout.paidAt?.toISO() ?? null,
  }
}
