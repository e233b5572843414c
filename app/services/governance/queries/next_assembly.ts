import Assembly from '#models/governance/assembly'
import type { Clock } from '#values/clock'

/**
 * The meeting of the members that comes next or is running, drafts included: their texts are
 * discussed. One whose day went by unopened stands behind all that are to come.
 */
export function nextAssembly(clock: Clock): Promise<Assembly | null> {
  const today = clock.now().startOf('day').toSQL()!
  return Assembly.query()
    .where('body', 'assembly')
    .whereIn('state', ['draft', 'noticed', 'open'])
    .orderByRaw(`state = 'open' DESC, starts_at < ?, state = 'noticed' DESC`, [today])
    .orderBy('startsAt')
    .first()
}
