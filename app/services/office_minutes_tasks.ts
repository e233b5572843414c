import db from '@adonisjs/lucid/services/db'
import type { Capability } from '#services/identity/capabilities'
import type { OfficeTask } from '#services/office_desk'
import type { Clock } from '#values/clock'

/** Minutes are late so many days after the meeting. */
const LATE_AFTER_DAYS = 30

/**
 * What meetings leave to do: letters to post and addresses to ask for before them, minutes to write
 * and sign after them, adopted changes that are not in force.
 */
export async function minutesTasks(
  may: ReadonlySet<Capability>,
  clock: Clock
): Promise<OfficeTask[]> {
  if (!may.has('governance.manage')) return []
  const { rows } = await db.rawQuery(
    `SELECT (SELECT count(*)::int FROM assemblies WHERE state = 'closed' AND kind <> 'consultation') AS unsigned,
            (SELECT count(*)::int FROM assemblies WHERE state = 'closed' AND kind <> 'consultation'
                AND closed_at < :late) AS late,
            (SELECT count(*)::int FROM resolutions
              WHERE outcome = 'adopted' AND effect_failure IS NOT NULL AND effected_at IS NULL) AS failed,
            (SELECT count(*)::int FROM notices n JOIN assemblies a ON a.id = n.assembly_id
              WHERE a.state = 'noticed' AND n.channel = 'post' AND n.state = 'queued') AS letters,
            (SELECT count(*)::int FROM notices n JOIN assemblies a ON a.id = n.assembly_id
              WHERE a.state = 'noticed' AND n.channel = 'post' AND n.state = 'returned') AS returned`,
    { late: clock.now().minus({ days: LATE_AFTER_DAYS }).toISO()! }
  )
  const [{ unsigned, late, failed, letters, returned }] = rows
  const meetings = { period: null, href: '/governance/office/assemblies' }
  const base = { period: null, href: '/governance/office/minutes' }
  return [
    { ...base, key: 'sign_minutes', count: unsigned, urgent: late > 0 },
    { ...base, key: 'failed_effects', count: failed, urgent: true },
    { ...meetings, key: 'post_letters', count: letters, urgent: true },
    { ...meetings, key: 'ask_addresses', count: returned, urgent: false },
  ]
}
