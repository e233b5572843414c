import Assembly from '#models/governance/assembly'

/** The meeting of the members that comes next or is running, drafts included: its texts are discussed. */
export function nextAssembly(): Promise<Assembly | null> {
  return Assembly.query()
    .where('body', 'assembly')
    .whereIn('state', ['draft', 'noticed', 'open'])
    .orderByRaw(`state = 'open' DESC, state = 'noticed' DESC`)
    .orderBy('startsAt')
    .first()
}
