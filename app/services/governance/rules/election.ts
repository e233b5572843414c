import { effectiveWeights, type TallyRules } from '#services/governance/rules/tally'
import {
  add,
  compare,
  divide,
  fraction,
  multiply,
  sumOf,
  ZERO,
  type Fraction,
} from '#values/fraction'

/** One college's ballots of an election: how many named anybody, and whom they named. */
export type CollegeBallots = {
  code: string
  weightBp: number
  members: number
  ballots: number
  votes: Readonly<Record<string, number>>
}

/** A candidate; of equal scores the one with the lower rank goes first (the longer-standing member). */
export type Standing = { id: string; rank: number }

export type Score = { id: string; score: Fraction; elected: boolean }

/**
 * An election of several seats: each elector names at most as many candidates as there are seats.
 * A candidate's score is the part of the ballots that name them, by college and weighted like any
 * vote (C04, C05), or by heads. The seats go to the highest scores; nobody is elected without a
 * vote. Equal scores are decided by rank.
 */
export function electSeats(
  colleges: readonly CollegeBallots[],
  candidates: readonly Standing[],
  seats: number,
  degraded: TallyRules['degraded']
): Score[] {
  const weights = effectiveWeights(colleges, degraded)
  const speaking = colleges.filter(({ ballots }) => ballots > 0)
  const scoreOf = weights
    ? weightedScore(speaking, weights)
    : (id: string) => headScore(speaking, id)
  return candidates
    .map(({ id, rank }) => ({ id, rank, score: scoreOf(id) }))
    .toSorted((a, b) => -compare(a.score, b.score) || a.rank - b.rank)
    .map(({ id, score }, place) => ({
      id,
      score,
      elected: place < seats && compare(score, ZERO) > 0,
    }))
}

function headScore(colleges: readonly CollegeBallots[], id: string): Fraction {
  const ballots = colleges.reduce((sum, one) => sum + one.ballots, 0)
  const votes = colleges.reduce((sum, one) => sum + (one.votes[id] ?? 0), 0)
  return ballots === 0 ? ZERO : fraction(votes, ballots)
}

function weightedScore(
  colleges: readonly CollegeBallots[],
  weights: readonly { code: string; weight: Fraction }[]
) {
  const parts = colleges.map((college) => ({
    college,
    weight: weights.find(({ code }) => code === college.code)?.weight ?? ZERO,
  }))
  const whole = sumOf(parts.map(({ weight }) => weight))
  return (id: string): Fraction => {
    if (compare(whole, ZERO) === 0) return ZERO
    let sum = ZERO
    for (const { college, weight } of parts) {
      sum = add(sum, multiply(weight, fraction(college.votes[id] ?? 0, college.ballots)))
    }
    return divide(sum, whole)
  }
}
