/** What became of a vote. */
export type Outcome =
  'adopted' | 'rejected' | 'not_deliberated' | 'favourable' | 'unfavourable' | 'void'

const COLOURS = {
  adopted: 'success',
  rejected: 'error',
  not_deliberated: 'warning',
  favourable: 'info',
  unfavourable: 'info',
  void: 'neutral',
} as const

/** The colour of its badge; what was not voted has none. */
export function outcomeColour(outcome: Outcome | null) {
  return outcome ? COLOURS[outcome] : 'neutral'
}
