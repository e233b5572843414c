import db from '@adonisjs/lucid/services/db'
import type { Capability } from '#services/identity/capabilities'
import type { OfficeTask } from '#services/office_desk'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { monthWithoutPolicy } from '#services/royalties/queries/month_without_policy'
import type { Clock } from '#values/clock'

/** Three people may approve a month (P21). */
const MANDATES = 3

/**
 * What a young co-operative still lacks before it can close a month: statutes, a voted rule, a treasurer,
 * people who approve. A task with nothing to do counts 0.
 */
export async function foundingTasks(
  may: ReadonlySet<Capability>,
  clock: Clock
): Promise<OfficeTask[]> {
  const base = { period: null, urgent: false }
  const tasks: OfficeTask[] = []
  if (may.has('identity.manage_roles')) {
    const held = await countOf(`account_roles WHERE role = 'treasurer'`)
    const href = '/identity/office/accounts'
    tasks.push({ ...base, key: 'appoint_treasurer', count: held === 0 ? 1 : 0, href })
  }
  if (may.has('statutes.manage')) {
    const inForce = await statutesInForce(clock.now())
    const href = '/statutes/office/profiles'
    tasks.push({ ...base, key: 'adopt_statutes', count: inForce ? 0 : 1, href })
  }
  if (may.has('royalties.view')) {
    const period = await monthWithoutPolicy(clock)
    const href = '/royalties/office/policies'
    tasks.push({ ...base, key: 'adopt_policy', count: period ? 1 : 0, period, href })
  }
  if (may.has('publication.manage_mandates')) {
    const today = clock.now().toISODate()!
    const held = await countOf('approval_mandates WHERE ends_on IS NULL OR ends_on >= ?', [today])
    const href = '/publication/office/mandates'
    tasks.push({ ...base, key: 'grant_mandates', count: Math.max(0, MANDATES - held), href })
  }
  return tasks
}

async function countOf(rows: string, values: string[] = []): Promise<number> {
  const { rows: found } = await db.rawQuery(`SELECT count(*)::int AS total FROM ${rows}`, values)
  return found[0].total
}
