import { capitalHistory } from '#services/shares/queries/capital_history'
import { capitalNow } from '#services/shares/queries/capital_now'
import { membersByCategory } from '#services/shares/queries/members_by_category'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** The capital as pictures show it: now, over time, by category; cents as decimal strings. */
export async function capitalOverview(clock: Clock) {
  const today = clock.now().toISODate()!
  const [capital, history, statutes] = await Promise.all([
    capitalNow(clock),
    capitalHistory(),
    statutesInForce(clock.now()),
  ])
  const categories = statutes ? await membersByCategory(statutes.settings, today) : []
  return {
    capital: {
      shares: String(capital.shares),
      subscribedCents: String(capital.subscribedCents),
      paidCents: String(capital.paidCents),
      publicCents: String(capital.publicCents),
      leavingCents: String(capital.leavingCents),
      peakCents: String(capital.peakCents),
      floorCents: String(capital.floorCents),
      roomCents: String(capital.roomCents),
      lastNumber: String(capital.lastNumber),
      lastHash: capital.lastHash,
    },
    nominalCents: statutes?.settings.capital.nominalCents ?? null,
    history,
    categories,
    members: categories.reduce((total, { members }) => total + members, 0),
    until: today.slice(0, 7),
  }
}
