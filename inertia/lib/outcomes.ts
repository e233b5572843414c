/** What became of a vote. */
export type Outcome =
  'adopted' | 'rejected' | 'not_deliberated' | 'favourable' | 'unfavourable' | 'no_opinion' | 'void'

const COLOURS = {
  adopted: 'success',
  rejected: 'error',
  not_deliberated: 'warning',
  favourable: 'info',
  unfavourable: 'info',
  no_opinion: 'neutral',
  void: 'neutral',
} as const

/** The text that says it; an election fills seats, or fills none. */
export function outcomeKey(outcome: Outcome | null, isElection: boolean): string {
  if (isElection && outcome === 'adopted') return 'governance_room.seats_filled'
  if (isElection && outcome === 'rejected') return 'governance_room.seats_empty'
  return `governance_after.outcomes.${outcome ?? 'none'}`
}

/** The colour of its badge; what was not voted has none. */
export function outcomeColour(outcome: Outcome | null) {
  return outcome ? COLOURS[outcome] : 'neutral'
}
