import db from '@adonisjs/lucid/services/db'
import type { Capability } from '#services/identity/capabilities'
import type { OfficeTask } from '#services/office_desk'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** Applications that wait for a decision; late once the statutes' time for one has passed. */
export async function applicationTasks(
  may: ReadonlySet<Capability>,
  clock: Clock
): Promise<OfficeTask[]> {
  if (!may.has('membership.decide')) return []
  const statutes = await statutesInForce(clock.now())
  const days = statutes?.settings.admission.withinDays ?? 0
  const { rows } = await db.rawQuery(
    `SELECT count(*)::int AS waiting, count(*) FILTER (WHERE signed_at < ?)::int AS late
       FROM applications WHERE state = 'submitted'`,
    [clock.now().minus({ days }).toISO()!]
  )
  const [{ waiting, late }] = rows
  const href = '/membership/office/applications?state=submitted'
  return [{ key: 'review_applications', count: waiting, period: null, href, urgent: late > 0 }]
}
