import db from '@adonisjs/lucid/services/db'
import type ShareSubscription from '#models/shares/share_subscription'
import { dayOfInstant } from '#values/day'

export type SubscriptionFilter = {
  /** Part of a reference, or of the member's name, address or town. */
  search?: string
  state?: ShareSubscription['state']
  page?: number
}

/** A subscription and its money, as the treasurer reconciles them; cents as decimal strings. */
export type SubscriptionLine = {
  id: string
  reference: string
  memberId: string
  memberName: string
  memberNumber: number | null
  shares: number
  totalCents: string
  firstPaymentCents: string
  receivedCents: string
  /** What the next transfer should be: the first payment, then the calls that are open. */
  expectedCents: string
  calledCents: string
  leftCents: string
  /** Money that came in and is no part of the subscription any more: it goes back. */
  freeCents: string
  /** Enough is in, and a gate of the register keeps the shares waiting. */
  isHeld: boolean
  state: ShareSubscription['state']
  /** Its shares stand, or stood, in the register: a decision is needed to cancel it. */
  wasRegistered: boolean
  /** It waits for money, or no accounts were closed since its shares are there. */
  mayBeVoided: boolean
  signedOn: string
  lastReceiptOn: string | null
}

export const SUBSCRIPTIONS_PER_PAGE = 50

const CALLED = `(SELECT coalesce(sum(c.amount_cents - c.paid_cents), 0) FROM capital_calls c
   WHERE c.subscription_id = s.id AND c.cancelled_at IS NULL)`

const REGISTERED_ON = `(SELECT min(v.effective_on) FROM share_movements v
   WHERE v.to_member_id = s.member_id AND v.subscription_id = s.id AND v.type = 'subscribe')`

/** One page of what was subscribed and how far it is paid; what waits first. */
export async function subscriptionsPage(filter: SubscriptionFilter) {
  const page = filter.page ?? 1
  const query = subscriptions(filter)
  const [rows, [{ total }]] = await Promise.all([
    query
      .clone()
      .select('s.*', 'm.display_name', 'm.number as member_number', db.raw(`${CALLED} AS called`))
      .select(
        db.raw(`(SELECT max(p.bank_date)::text FROM share_payments p
                  WHERE p.subscription_id = s.id AND p.kind = 'receipt') AS last_receipt_on`),
        db.raw(`(SELECT coalesce(sum(CASE p.kind WHEN 'receipt' THEN p.amount_cents
                                          ELSE -p.amount_cents END), 0)
                   FROM share_payments p WHERE p.subscription_id = s.id) AS kept`),
        db.raw(`${REGISTERED_ON} AS registered_on`),
        db.raw(`${REGISTERED_ON} > coalesce((SELECT max(closed_on) FROM annual_accounts), '-infinity')
                  AS is_fresh`)
      )
      .orderByRaw(`s.state <> 'awaiting_payment', s.created_at DESC, s.id`)
      .offset((page - 1) * SUBSCRIPTIONS_PER_PAGE)
      .limit(SUBSCRIPTIONS_PER_PAGE),
    query.clone().count('* as total'),
  ])
  return {
    subscriptions: rows.map(lineOf),
    paging: { page, perPage: SUBSCRIPTIONS_PER_PAGE, total: Number(total) },
  }
}

function subscriptions({ search, state }: SubscriptionFilter) {
  const query = db.from('share_subscriptions as s').join('members as m', 'm.id', 's.member_id')
  if (state) query.where('s.state', state)
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
    query.where((any) =>
      any.whereILike('s.reference', pattern).orWhereRaw(
        `s.member_id IN (SELECT id FROM members
             WHERE search_text LIKE plain_text(?))`,
        [pattern]
      )
    )
  }
  return query
}

/** How many subscriptions there are of each state. */
export async function countSubscriptions(): Promise<Record<ShareSubscription['state'], number>> {
  const rows = await db
    .from('share_subscriptions')
    .select('state')
    .count('* as total')
    .groupBy('state')
  const counts = { awaiting_payment: 0, registered: 0, cancelled: 0 }
  for (const { state, total } of rows) counts[state as ShareSubscription['state']] = Number(total)
  return counts
}

function lineOf(row: Record<string, any>): SubscriptionLine {
  const total = BigInt(row.shares) * BigInt(row.nominal_cents)
  const received = BigInt(row.received_cents)
  const first = BigInt(row.first_payment_cents)
  const isWaiting = row.state === 'awaiting_payment'
  const missing = first > received ? first - received : 0n
  return {
    id: row.id,
    reference: row.reference,
    memberId: row.member_id,
    memberName: row.display_name,
    memberNumber: row.member_number,
    shares: row.shares,
    totalCents: String(total),
    firstPaymentCents: String(first),
    receivedCents: String(received),
    expectedCents: String(isWaiting ? missing : BigInt(row.called)),
    calledCents: String(row.called),
    leftCents: String(row.state === 'cancelled' ? 0n : total - received),
    freeCents: String(BigInt(row.kept) - received),
    isHeld: isWaiting && missing === 0n,
    state: row.state,
    wasRegistered: row.registered_on !== null,
    mayBeVoided: row.state !== 'cancelled' && row.is_fresh !== false,
    signedOn: dayOfInstant(row.signed_at),
    lastReceiptOn: row.last_receipt_on,
  }
}
