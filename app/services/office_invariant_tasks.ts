import { lastNights, latestResults } from '#services/invariants/check_runs'
import type { Capability } from '#services/identity/capabilities'
import type { OfficeTask } from '#services/office_desk'
import { DateTime } from 'luxon'
import type { Clock } from '#values/clock'

/** A night that did not check the books is late after two days. */
const SILENT_AFTER_DAYS = 2

/** What the last check of the books found not to hold, and nights without any check. */
export async function invariantTasks(
  may: ReadonlySet<Capability>,
  clock: Clock
): Promise<OfficeTask[]> {
  if (!may.has('invariants.view')) return []
  const base = { period: null, href: '/office/invariants', urgent: true }
  const results = await latestResults()
  const failing = results.filter(({ failure }) => failure)
  const [last] = await lastNights()
  const silentSince = clock.now().minus({ days: SILENT_AFTER_DAYS })
  const silent = last !== undefined && DateTime.fromISO(last.startedAt) < silentSince
  return [
    {
      ...base,
      key: 'invariants_fail',
      count: failing.length,
      checks: failing.map(({ name, sentence }) => ({ name, sentence })),
    },
    { ...base, key: 'invariants_silent', count: silent ? 1 : 0 },
  ]
}
