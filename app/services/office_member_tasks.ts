import type { Capability } from '#services/identity/capabilities'
import { cooperativeAlerts } from '#services/membership/alerts'
import type { OfficeTask } from '#services/office_desk'
import type { Clock } from '#values/clock'

/** What the law or the statutes ask and that does not hold today (C01). */
export async function memberTasks(
  may: ReadonlySet<Capability>,
  clock: Clock
): Promise<OfficeTask[]> {
  if (!may.has('membership.view')) return []
  const alerts = await cooperativeAlerts(clock)
  const urgent = alerts.some(({ severity }) => severity === 'error')
  const href = '/membership/office/alerts'
  return [{ key: 'law_alerts', count: alerts.length, period: null, href, urgent }]
}
