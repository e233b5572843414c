import type { Score } from '#services/demo/media/score'
import { SCORES_OF_GROUPS } from '#services/demo/media/scores_of_groups'
import { SCORES_OF_OTHERS } from '#services/demo/media/scores_of_others'

/**
 * The demo's eleven pieces, by the key of their work in the cast. Each has its own metre, tempo,
 * mode and instruments, so that a listener tells them apart at once.
 */
export const SCORES: Record<string, Score> = { ...SCORES_OF_GROUPS, ...SCORES_OF_OTHERS }
