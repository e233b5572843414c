import subscriptionsConfig from '#config/subscriptions'
import type { Clock } from '#values/clock'
import { periodOf, type Period } from '#values/period'

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

/** SQL: the subscription `s` runs, or was cancelled in this very month. */
export const RUNS = (monthStart: string) =>
  `s.state <> 'ended' AND (s.state = 'active' OR s.cancelled_at >= CAST(${monthStart} AS timestamptz))`

/** SQL: a fee of the subscription `s` settled recently enough. */
export const PAID = (paidSince: string) =>
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
