import { votingWeights, type TallyRules } from '#services/governance/rules/tally'
import { add, compare, fraction, multiply, ZERO, type Fraction } from '#values/fraction'

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

export type ElectionRules = Pick<TallyRules, 'carryOver' | 'degraded'>

/** What naming a candidate in a college is worth: a part of the whole for each ballot. */
export type CollegeWorth = { college: CollegeBallots; weight: Fraction }

/**
 * An election of several seats: each elector names at most as many candidates as there are seats.
 * A candidate's score is the part of the ballots that name them, by college and weighted like any
 * vote (C04, C05), or by heads. Where the winner of a college takes all (C06), a college gives its
 * whole weight to each of those whom it named most, as many as there are seats. The seats go to the
 * highest scores; nobody is elected without a vote. Equal scores are decided by rank.
 */
export function electSeats(
  colleges: readonly CollegeBallots[],
  candidates: readonly Standing[],
  seats: number,
  rules: ElectionRules
): Score[] {
  const worth = worthOf(colleges, rules)
  const chosen = worth.map(({ college }) =>
    speaksAsOne(colleges, rules) ? chosenBy(college, candidates, seats) : null
  )
  const scoreOf = (id: string) => {
    let sum = ZERO
    for (const [index, { college, weight }] of worth.entries()) {
      const part = chosen[index]
        ? fraction(chosen[index].has(id) ? 1 : 0)
        : fraction(college.votes[id] ?? 0, college.ballots)
      sum = add(sum, multiply(weight, part))
    }
    return sum
  }
  return candidates
    .map(({ id, rank }) => ({ id, rank, score: scoreOf(id) }))
    .toSorted((a, b) => -compare(a.score, b.score) || a.rank - b.rank)
    .map(({ id, score }, place) => ({
      id,
      score,
      elected: place < seats && compare(score, ZERO) > 0,
    }))
}

/** The colleges that spoke with their weights; all of them as one where heads are counted. */
export function worthOf(
  colleges: readonly CollegeBallots[],
  { degraded }: Pick<ElectionRules, 'degraded'>
): CollegeWorth[] {
  const weights = votingWeights(colleges, ({ ballots }) => ballots > 0, degraded)
  if (!weights) {
    const college = together(colleges)
    return college.ballots > 0 ? [{ college, weight: fraction(1) }] : []
  }
  return weights.map(({ code, weight }) => ({
    college: colleges.find((one) => one.code === code)!,
    weight,
  }))
}

/** C06: whether colleges weigh in this election, each with one voice. */
export function speaksAsOne(
  colleges: readonly CollegeBallots[],
  { carryOver, degraded }: ElectionRules
): boolean {
  if (carryOver !== 'winner_takes_all') return false
  return votingWeights(colleges, ({ ballots }) => ballots > 0, degraded) !== null
}

/** Those whom one college named most, as many as there are seats. */
export function chosenBy(
  { votes }: CollegeBallots,
  candidates: readonly Standing[],
  seats: number
): Set<string> {
  const named = candidates.filter(({ id }) => (votes[id] ?? 0) > 0)
  return new Set(
    named
      .toSorted((a, b) => votes[b.id] - votes[a.id] || a.rank - b.rank)
      .slice(0, seats)
      .map(({ id }) => id)
  )
}

function together(colleges: readonly CollegeBallots[]): CollegeBallots {
  const votes: Record<string, number> = {}
  for (const one of colleges) {
    for (const [id, count] of Object.entries(one.votes)) votes[id] = (votes[id] ?? 0) + count
  }
  const sum = (key: 'weightBp' | 'members' | 'ballots') =>
    colleges.reduce((total, one) => total + one[key], 0)
  return {
    code: '',
    weightBp: sum('weightBp'),
    members: sum('members'),
    ballots: sum('ballots'),
    votes,
  }
}
