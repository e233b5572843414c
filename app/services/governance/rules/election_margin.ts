import {
  chosenBy,
  electSeats,
  speaksAsOne,
  worthOf,
  type CollegeBallots,
  type ElectionRules,
  type Standing,
} from '#services/governance/rules/election'
import {
  add,
  compare,
  divide,
  fraction,
  multiply,
  subtract,
  ZERO,
  type Fraction,
} from '#values/fraction'

/** How many ballots of a college name two candidates together. */
export type NamedTogether = (college: string, one: string, other: string) => number

type Election = {
  colleges: readonly CollegeBallots[]
  candidates: readonly Standing[]
  seats: number
  rules: ElectionRules
  together: NamedTogether
}

/**
 * C30: the fewest ballots that, naming somebody else, would have seated somebody else (C. civ.
 * 1844-12-1). Where colleges speak with one voice it is what turns the closest college: with fewer
 * nothing changes. Null where no change of the ballots that name somebody changes who sits.
 */
export function electionMargin(election: Election): number | null {
  const { colleges, candidates, seats, rules } = election
  if (speaksAsOne(colleges, rules)) {
    const each = colleges
      .filter(({ ballots }) => ballots > 0)
      .map((college) => {
        const chosen = chosenBy(college, candidates, seats)
        return fewestToChange(alone(election, college), [...chosen])
      })
    return least(each)
  }
  const scores = electSeats(colleges, candidates, seats, rules)
  return fewestToChange(
    election,
    scores.filter(({ elected }) => elected).map(({ id }) => id)
  )
}

/** The same election within one college, where its ballots count by heads. */
function alone(election: Election, college: CollegeBallots): Election {
  const { together } = election
  return {
    ...election,
    colleges: [college],
    rules: { ...election.rules, carryOver: 'proportional' },
    together: (_, one, other) => together(college.code, one, other),
  }
}

/** Somebody who sits is overtaken or no longer named, or somebody takes a seat that is free. */
function fewestToChange(election: Election, seated: readonly string[]): number | null {
  const { candidates, seats } = election
  const others = candidates.filter(({ id }) => !seated.includes(id))
  const anybody = election.colleges.some(({ ballots }) => ballots > 0)
  if (!anybody) return null
  if (seated.length < seats && others.length > 0) return 1
  const found = seated.flatMap((id) => {
    const named = election.colleges.reduce((sum, one) => sum + (one.votes[id] ?? 0), 0)
    return [named, ...others.map((other) => fewestToOvertake(election, id, other.id))]
  })
  return least(found)
}

/**
 * Ballots that name the one who sits and not the other move the two towards each other by two parts
 * of their college, those that name both or neither by one; the strongest come first.
 */
function fewestToOvertake(election: Election, seated: string, other: string): number | null {
  const { colleges, candidates, rules, together } = election
  const worth = worthOf(colleges, rules)
  const isWhole = worth.length === 1
  const moves = worth.flatMap(({ college, weight }) => {
    const part = divide(weight, fraction(college.ballots))
    const [forSeated, forOther] = [college.votes[seated] ?? 0, college.votes[other] ?? 0]
    const both = isWhole
      ? colleges.reduce((sum, { code }) => sum + together(code, seated, other), 0)
      : together(college.code, seated, other)
    const neither = college.ballots - forSeated - forOther + both
    return [
      { gain: add(part, part), count: forSeated - both },
      { gain: part, count: both + neither },
    ]
  })
  const scoreOf = (id: string) =>
    worth.reduce(
      (sum, { college, weight }) =>
        add(sum, multiply(weight, fraction(college.votes[id] ?? 0, college.ballots))),
      ZERO
    )
  const rank = (id: string) => candidates.find((one) => one.id === id)!.rank
  const gap = subtract(scoreOf(seated), scoreOf(other))
  return fewestToGain(moves, gap, rank(other) < rank(seated))
}

/** The fewest moves whose sum passes a gap, or reaches it where a tie is enough. */
function fewestToGain(
  moves: { gain: Fraction; count: number }[],
  gap: Fraction,
  tieIsEnough: boolean
): number | null {
  const isEnough = (sum: Fraction) => {
    const found = compare(sum, gap)
    return tieIsEnough ? found >= 0 : found > 0
  }
  let [sum, moved] = [ZERO, 0]
  for (const { gain, count } of moves.toSorted((a, b) => -compare(a.gain, b.gain))) {
    const all = add(sum, multiply(gain, fraction(count)))
    if (!isEnough(all)) {
      sum = all
      moved += count
      continue
    }
    let [low, high] = [0, count]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (isEnough(add(sum, multiply(gain, fraction(middle))))) high = middle
      else low = middle
    }
    return moved + high
  }
  return null
}

function least(found: readonly (number | null)[]): number | null {
  const known = found.filter((one) => one !== null)
  return known.length > 0 ? Math.min(...known) : null
}
