import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ApprovalMandate from '#models/publication/approval_mandate'
import type { Clock } from '#values/clock'

/** The mandate under which a person may approve today; null without one (P21). */
export function mandateInForce(
  accountId: string,
  clock: Clock,
  trx?: TransactionClientContract
): Promise<ApprovalMandate | null> {
  const today = clock.now().toISODate()!
  return ApprovalMandate.query(trx ? { client: trx } : {})
    .where('accountId', accountId)
    .where('startsOn', '<=', today)
    .where((ends) => ends.whereNull('endsOn').orWhere('endsOn', '>=', today))
    .orderBy('startsOn', 'desc')
    .first()
}
