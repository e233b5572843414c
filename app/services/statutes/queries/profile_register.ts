import StatuteProfile from '#models/statutes/statute_profile'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

export type Standing = 'draft' | 'in_force' | 'to_come' | 'replaced' | 'discarded'
export type Placed = { profile: StatuteProfile; standing: Standing }

/** Every version and draft: drafts first, then the newest version. */
export async function profileRegister(clock: Clock): Promise<Placed[]> {
  const profiles = await StatuteProfile.query()
    .orderByRaw(`state = 'draft' DESC, version DESC NULLS LAST, created_at DESC`)
    .limit(200)
  return place(profiles, clock)
}

/** What was adopted, the newest first. */
export async function adoptedVersions(clock: Clock): Promise<Placed[]> {
  const profiles = await StatuteProfile.query().where('state', 'adopted').orderBy('version', 'desc')
  return place(profiles, clock)
}

/** Where one version stands today. */
export async function standingToday(profile: StatuteProfile, clock: Clock): Promise<Standing> {
  const [placed] = await place([profile], clock)
  return placed.standing
}

async function place(profiles: StatuteProfile[], clock: Clock): Promise<Placed[]> {
  const today = clock.now().toISODate()!
  const inForce = await statutesInForce(today)
  return profiles.map((profile) => ({
    profile,
    standing: standingOf(profile, today, inForce?.id ?? null),
  }))
}

function standingOf(profile: StatuteProfile, today: string, inForceId: string | null): Standing {
  if (profile.state !== 'adopted') return profile.state
  if (profile.id === inForceId) return 'in_force'
  return profile.effectiveOn!.toISODate()! > today ? 'to_come' : 'replaced'
}
