import { runChecks } from '#checks/index'
import type Period from '#models/royalties/period'
import type Payout from '#models/royalties/payout'
import type PeriodStep from '#models/royalties/period_step'
import { monthPublication } from '#services/royalties/queries/month_publication'
import { periodOverview } from '#services/royalties/queries/period_overview'
import type { Clock } from '#values/clock'

export type CloseView = Awaited<ReturnType<typeof closeView>>

/** The states of a publication in which nothing moves by itself. */
const AT_REST = [null, 'verified', 'failed']

/**
 * A month's close as its page shows it, read again at every poll: steps, figures, invariants,
 * approvals, the way to the chain, transfers.
 *
 * @throws InvalidPeriodError, UnknownPeriodError
 */
export async function closeView(input: { period: string; clock: Clock }) {
  const overview = await periodOverview(input)
  const key = { period: overview.period.period, revision: overview.period.revision }
  const now = input.clock.now()
  const source = monthPublication()
  const onChain = await source.onChain(key)
  const moving = isMoving(overview.period, overview.steps, onChain?.chainState ?? null)
  return {
    ...overview,
    onChain,
    approvers: onChain ? await source.approvers(key, now.toISODate()!) : [],
    // The checks read the whole month: not once a second while something moves.
    invariants: moving ? [] : await runChecks({ period: key.period }, { guardsClose: true }),
    heldUntil:
      overview.holdUntil && overview.holdUntil > now
        ? overview.holdUntil.plus({ milliseconds: 1 }).toISODate()
        : null,
  }
}

function isMoving(period: Period, steps: PeriodStep[], chainState: string | null): boolean {
  if (period.state === 'closing') return !steps.some((step) => step.state === 'failed')
  return period.state === 'approved' && !AT_REST.includes(chainState)
}

/** How far a month's transfers have come together: paid only when each of them is. */
export function stateOfPayouts(payouts: Payout[]): Payout['state'] {
  if (payouts.every((payout) => payout.state === 'paid')) return 'paid'
  return payouts.some((payout) => payout.state !== 'due') ? 'exported' : 'due'
}
