import { SUBSCRIBERS } from '#services/demo/cast_subscribers'
import { subscriberIdOf } from '#services/demo/seed/seed_people'
import { seededRandom } from '#services/demo/media/random'
import { accessMoment, hasAccessSql } from '#services/subscriptions/queries/access_sql'
import type { Clock } from '#values/clock'
import db from '@adonisjs/lucid/services/db'

export interface PlannedTransfer {
  subscriberId: string
  firstName: string
  workId: string
  title: string
}

/**
 * Downloads that nobody of the cast has made yet, in an order drawn from how many there are, so
 * that each run brings other ones. Camille is left out: the newcomer plays her.
 */
export async function planTraffic(count: number, clock: Clock): Promise<PlannedTransfer[]> {
  const names = new Map(
    SUBSCRIBERS.slice(1).map((one) => [subscriberIdOf(one.key), one.name.split(' ')[0]])
  )
  const { rows } = await db.rawQuery(
    `SELECT s.subscriber_id, w.id AS work_id, w.title
       FROM subscriptions s CROSS JOIN works w
      WHERE s.state <> 'ended' AND w.state = 'published' AND s.subscriber_id = ANY(:cast)
        AND ${hasAccessSql({ subscriber: 's.subscriber_id', monthStart: ':monthStart', paidSince: ':paidSince' })}
        AND NOT EXISTS (SELECT 1 FROM completions c
                         WHERE c.subscriber_id = s.subscriber_id AND c.work_id = w.id)
      ORDER BY s.subscriber_id, w.id`,
    { cast: [...names.keys()], ...accessMoment(clock) }
  )
  const random = seededRandom(`traffic|${rows.length}`)
  const left = [...rows]
  const planned: PlannedTransfer[] = []
  while (planned.length < count && left.length > 0) {
    const [row] = left.splice(random.integer(left.length), 1)
    const { subscriber_id: subscriberId, work_id: workId, title } = row
    planned.push({ subscriberId, firstName: names.get(subscriberId)!, workId, title })
  }
  return planned
}
