import { join } from 'node:path'
import Account from '#models/identity/account'
import env from '#start/env'
import { seedAssemblies } from '#services/demo/seed/seed_assemblies'
import { seedCatalogue } from '#services/demo/seed/seed_catalogue'
import { closeMonth } from '#services/demo/seed/close_month'
import { payMonth, publishMonth } from '#services/demo/seed/publish_month'
import { refundAfterPublication } from '#services/demo/seed/refund'
import { seedMembers } from '#services/demo/seed/seed_members'
import { seedMonth } from '#services/demo/seed/seed_month'
import { accountIdOf, seedPeople } from '#services/demo/seed/seed_people'
import { seedPolicy } from '#services/demo/seed/seed_policy'
import { seedStatutes } from '#services/demo/seed/seed_statutes'
import { CLOSED_MONTHS, Timeline } from '#services/demo/seed/timeline'
import { writeAccounts } from '#services/demo/seed/write_accounts'
import { STAFF } from '#services/demo/cast'
import { synthesiseInWorker } from '#services/demo/media/synthesise_in_worker'
import { ensureRegistry } from '#services/publication/ensure_registry'
import { installPlan } from '#services/subscriptions/install_plan'
import type { Clock } from '#values/clock'

/**
 * Makes the demo co-operative: its people, its catalogue, three months lived, closed and published,
 * and an open one. Everything goes through the same services as real life, with a clock that walks
 * through the past. Does nothing where it was done before; what an interrupted first start left is
 * thrown away by `npm start`.
 *
 * @returns false when the demo was there already
 */
export async function seedDemo(clock: Clock, say: (line: string) => void): Promise<boolean> {
  if (await Account.find(accountIdOf(STAFF[0].key))) {
    await writeAccounts()
    return false
  }
  const timeline = new Timeline(clock)
  const media = startMedia()
  await seedPeople(timeline)
  await seedStatutes(timeline)
  await installPlan()
  await seedPolicy(timeline)
  say('people and rules')
  await seedMembers(timeline)
  say('members and shares')
  await seedAssemblies(timeline)
  say('an assembly held, another one called')
  await media.made
  await seedCatalogue(timeline, media.folder)
  say('music and film')
  await ensureRegistry({ clock })
  for (let monthsAgo = CLOSED_MONTHS; monthsAgo >= 1; monthsAgo--) {
    await seedMonth(timeline, monthsAgo)
    if (monthsAgo === 1) await refundAfterPublication(timeline)
    await closeMonth(timeline, monthsAgo)
    await publishMonth(timeline, monthsAgo)
    // The last month's transfers are left for the newcomer who plays the treasurer.
    if (monthsAgo > 1) await payMonth(timeline, monthsAgo)
    say(timeline.period(monthsAgo))
  }
  await seedMonth(timeline, 0)
  await writeAccounts()
  say(timeline.period(0))
  return true
}

/** Begun first and awaited late; a failure is told where it is awaited. */
function startMedia() {
  const folder = join(env.get('PEERFY_STORAGE'), 'demo', 'media')
  const made = synthesiseInWorker(folder)
  made.catch(() => {})
  return { folder, made }
}
