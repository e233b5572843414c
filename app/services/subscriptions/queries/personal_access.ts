import subscriptionsConfig from '#config/subscriptions'
import type { Clock } from '#values/clock'
import { periodOf, type Period } from '#values/period'
import db from '@adonisjs/lucid/services/db'

/** What a person may take with their own token, or what is awaited of them first. */
export type PersonalAccess =
  | { state: 'open'; subscriberId: string }
  | { state: 'subscribe' }
  | { state: 'verify_email' }
  | { state: 'pay'; rail: string | null; reference: string | null }

export type AccessMoment = {
  /** A subscription cancelled before this instant is over. */
  monthStart: string
  /** The oldest month whose settled fee still opens the works. */
  paidSince: Period
}

/** The two bounds of a personal access at the clock's moment. */
export function accessMoment(clock: Clock): AccessMoment {
  const monthStart = clock.now().startOf('month')
  const paidSince = periodOf(monthStart.minus({ months: subscriptionsConfig.accessGraceMonths }))
  return { monthStart: monthStart.toISO()!, paidSince }
}

const RUNS = (monthStart: string) =>
  `s.state <> 'ended' AND (s.state = 'active' OR s.cancelled_at >= CAST(${monthStart} AS timestamptz))`

const PAID = (paidSince: string) =>
  `EXISTS (SELECT 1 FROM payments p
            WHERE p.subscriber_id = s.subscriber_id AND p.subscription_id = s.id
              AND p.state = 'settled' AND p.settled_period >= ${paidSince})`

/**
 * SQL that is true while a subscriber's own tokens open anything: their address is verified, their
 * account is open, and a fee of the running subscription settled in this month or in one of the
 * `accessGraceMonths` before it.
 *
 * @param bind how the caller's statement names the subscriber and the two bounds
 */
export function hasAccessSql(bind: { subscriber: string } & AccessMoment): string {
  return `EXISTS (SELECT 1 FROM subscriptions s
                    JOIN subscribers b ON b.id = s.subscriber_id
                    JOIN accounts a ON a.id = b.account_id
                   WHERE s.subscriber_id = ${bind.subscriber} AND ${RUNS(bind.monthStart)}
                     AND a.email_verified_at IS NOT NULL
                     AND a.disabled_at IS NULL AND a.closed_at IS NULL
                     AND ${PAID(bind.paidSince)})`
}

/** What an account may take now: asked afresh each time, so that a fee opens it at once. */
export async function personalAccess(
  accountId: string | null,
  clock: Clock
): Promise<PersonalAccess> {
  if (!accountId) return { state: 'subscribe' }
  const { rows } = await db.rawQuery(
    `SELECT s.subscriber_id, a.email_verified_at IS NOT NULL AS verified,
            ${PAID(':paidSince')} AS paid, w.rail, w.external_reference
       FROM accounts a
       JOIN subscribers b ON b.account_id = a.id
       JOIN subscriptions s ON s.subscriber_id = b.id
       LEFT JOIN LATERAL (SELECT rail, external_reference FROM payments p
                           WHERE p.subscription_id = s.id AND p.subscriber_id = b.id
                             AND p.state = 'pending' ORDER BY created_at DESC, id LIMIT 1) w ON true
      WHERE a.id = :accountId AND ${RUNS(':monthStart')}`,
    { accountId, ...accessMoment(clock) }
  )
  const found = rows[0]
  if (!found) return { state: 'subscribe' }
  if (!found.verified) return { state: 'verify_email' }
  if (found.paid) return { state: 'open', subscriberId: found.subscriber_id }
  return { state: 'pay', rail: found.rail, reference: found.external_reference }
}
