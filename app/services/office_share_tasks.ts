import db from '@adonisjs/lucid/services/db'
import sharesConfig from '#config/shares'
import type { Capability } from '#services/identity/capabilities'
import type { OfficeTask } from '#services/office_desk'
import { claimsQueue } from '#services/shares/queries/claims_queue'
import type { Clock } from '#values/clock'

/** A transfer that was announced and has not come after so long is worth a call. */
const LATE_AFTER_DAYS = 30

type Add = (key: OfficeTask['key'], count: number, href: string, urgent: boolean) => void

/** What waits in the register: money expected, transfers to decide, calls past due, repayments. */
export async function shareTasks(
  may: ReadonlySet<Capability>,
  clock: Clock
): Promise<OfficeTask[]> {
  const tasks: OfficeTask[] = []
  const add: Add = (key, count, href, urgent) =>
    tasks.push({ key, count, period: null, href, urgent })
  const today = clock.now().toISODate()!
  if (may.has('shares.record_money')) {
    const { rows } = await db.rawQuery(
      `SELECT count(*)::int AS waiting, count(*) FILTER (WHERE signed_at < ?)::int AS late
         FROM share_subscriptions WHERE state = 'awaiting_payment'`,
      [clock.now().minus({ days: LATE_AFTER_DAYS }).toISO()!]
    )
    const [{ waiting, late }] = rows
    add('share_payments', waiting, '/shares/office/payments?state=awaiting_payment', late > 0)
    const queue = await claimsQueue(clock)
    const payable = queue.filter(({ verdict }) => verdict === 'payable')
    const due = payable.some(({ claim }) => claim.dueOn <= today)
    add('pay_claims', payable.length, '/shares/office/exits', due)
  }
  if (may.has('shares.manage')) {
    const { rows } = await db.rawQuery(
      `SELECT count(*)::int AS waiting, count(*) FILTER (WHERE refuse_by < ?)::int AS over
         FROM share_transfers WHERE state = 'accepted'`,
      [today]
    )
    await addUnanswered(add, clock)
    add('share_transfers', rows[0].waiting, '/shares/office/transfers', rows[0].over > 0)
    const [late] = await db
      .from('capital_calls')
      .whereNull('cancelled_at')
      .whereColumn('paid_cents', '<', 'amount_cents')
      .where('due_on', '<', today)
      .count('* as total')
    add('late_calls', Number(late.total), '/shares/office/calls', true)
  }
  return tasks
}

/**
 * Orders that wait for their taker: one without an account answers on paper only, so somebody has to
 * write to them; one who was reminded in vain is worth a call.
 */
async function addUnanswered(add: Add, clock: Clock): Promise<void> {
  const href = '/shares/office/transfers'
  const { rows } = await db.rawQuery(
    `SELECT count(*) FILTER (WHERE m.account_id IS NULL)::int AS paper,
            count(*) FILTER (WHERE m.account_id IS NOT NULL)::int AS page,
            coalesce(bool_or(x.requested_at < :late) FILTER (WHERE m.account_id IS NOT NULL), false) AS late
       FROM share_transfers x JOIN members m ON m.id = x.to_member_id WHERE x.state = 'requested'`,
    { late: clock.now().minus({ days: sharesConfig.unansweredAfterDays }).toISO()! }
  )
  const [{ paper, page, late }] = rows
  add('transfer_paper_answers', paper, href, true)
  add('transfer_answers', page, href, late)
}
