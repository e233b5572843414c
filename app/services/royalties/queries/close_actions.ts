import db from '@adonisjs/lucid/services/db'
import { hasCapability } from '#services/identity/capabilities'
import type { CloseView } from '#services/royalties/queries/close_view'

/** What one person may do with a month now: their capabilities and its state together. */
export async function closeActions(view: CloseView, accountId: string) {
  const { period, onChain } = view
  const person = { id: accountId }
  const me = view.approvers.find((approver) => approver.accountId === accountId)
  return {
    start: (await mayStart(view)) && (await hasCapability(person, 'royalties.close_period')),
    approve: period.state === 'computed' && me?.answer === 'waiting',
    publish:
      period.state === 'approved' &&
      (!onChain?.chainState || onChain.chainState === 'failed') &&
      (await hasCapability(person, 'publication.publish')),
    exportPayouts:
      ['published', 'paid'].includes(period.state) &&
      !view.heldUntil &&
      (await hasCapability(person, 'royalties.record_payouts')),
    recordPayouts:
      period.state === 'published' &&
      areRecordable(view, accountId) &&
      (await hasCapability(person, 'royalties.record_payouts')),
  }
}

/** Another person has exported the list and its money is free, or there is nothing to transfer. */
function areRecordable({ payouts, heldUntil }: CloseView, accountId: string): boolean {
  if (payouts.length === 0) return true
  const exported = payouts.filter((payout) => payout.state === 'exported')
  const byOthers = exported.every((payout) => payout.exportedByAccountId !== accountId)
  return !heldUntil && exported.length > 0 && byOthers
}

async function mayStart({ period, policy, isOver, steps }: CloseView): Promise<boolean> {
  if (period.state === 'closing') return steps.some((step) => step.state === 'failed')
  if (period.state !== 'open' || !isOver || !policy) return false
  const earlier = await db
    .from('periods')
    .where('period', '<', period.period)
    .whereIn('state', ['open', 'closing'])
    .first()
  return !earlier
}
