import { amountsOwed } from '#services/shares/queries/amounts_owed'
import { holdingOf } from '#services/shares/queries/holding_of'
import { shareWorth } from '#services/shares/queries/share_worth'
import type { Clock } from '#values/clock'

/** What the office's page of a member shows of their shares; cents as decimal strings. */
export async function sharePanel(memberId: string, clock: Clock) {
  const holding = await holdingOf(memberId)
  const { subscribedCents, paidCents: paidUpCents } = holding
  const owed = await amountsOwed(memberId, clock)
  const worth = await shareWorth({ subscribedCents, paidUpCents }, clock)
  return {
    memberId,
    shares: holding.shares,
    subscribedCents: String(subscribedCents),
    paidCents: String(paidUpCents),
    leavingShares: holding.leavingShares,
    leavingCents: String(holding.leavingSubscribedCents),
    worthCents: worth.amountCents,
    owed: owed.map(({ kind, reference, amountCents, dueOn, isLate }) => ({
      kind,
      reference,
      amountCents,
      dueOn,
      isLate,
    })),
  }
}
