import db from '@adonisjs/lucid/services/db'
import { accessMoment, PAID, RUNS } from '#services/subscriptions/queries/access_sql'
import type { Clock } from '#values/clock'

/** What a person may take with their own token, or what is awaited of them first. */
export type PersonalAccess =
  | { state: 'open'; subscriberId: string }
  | { state: 'subscribe' }
  | { state: 'verify_email' }
  | { state: 'pay'; rail: string | null; reference: string | null }

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
