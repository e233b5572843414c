import {
  saidYesOrNo,
  tally,
  votingWeights,
  type CollegeVotes,
  type TallyRules,
} from '#services/governance/rules/tally'

/**
 * C30: how many ballots, counted the other way, would have changed the result (C. civ. 1844-12-1:
 * the judge looks for an influence on the outcome). 51 against 49 is a margin of 1: at 50 to 50 the
 * resolution is rejected. Null when no change of the votes cast could have changed it.
 */
export function margin(colleges: readonly CollegeVotes[], rules: TallyRules): number | null {
  const { adopted } = tally(colleges, rules)
  const winnerTakesAll =
    rules.carryOver === 'winner_takes_all' &&
    votingWeights(colleges, saidYesOrNo, rules.degraded) !== null
  return winnerTakesAll
    ? wholeColleges(colleges, rules, adopted)
    : singleBallots(colleges, rules, adopted)
}

/** The other way round: of a yes a no, or the reverse. */
function turned(votes: CollegeVotes, ballots: number, adopted: boolean): CollegeVotes {
  const moved = adopted ? -ballots : ballots
  return { ...votes, yes: votes.yes + moved, no: votes.no - moved }
}

const available = (votes: CollegeVotes, adopted: boolean) => (adopted ? votes.yes : votes.no)

/**
 * Where each ballot moves the result by a constant amount within its college, the fewest ballots
 * are those that move it most.
 */
function singleBallots(colleges: readonly CollegeVotes[], rules: TallyRules, adopted: boolean) {
  const weights = votingWeights(colleges, saidYesOrNo, rules.degraded)
  const pull = (votes: CollegeVotes) => {
    if (!weights) return 1
    const weight = weights.find(({ code }) => code === votes.code)
    // The order alone is asked of this figure; the result itself is always counted exactly.
    return weight ? Number(weight.weight.n) / Number(weight.weight.d) / (votes.yes + votes.no) : 0
  }
  const order = colleges
    .filter((votes) => available(votes, adopted) > 0)
    .toSorted((a, b) => pull(b) - pull(a))
  let current = [...colleges]
  let turnedBefore = 0
  for (const votes of order) {
    const most = available(votes, adopted)
    const needed = fewest(current, votes, most, rules, adopted)
    if (needed !== null) return turnedBefore + needed
    current = replace(current, turned(votes, most, adopted))
    turnedBefore += most
  }
  return null
}

/** The fewest ballots of one college that turn the result, by halving. */
function fewest(
  colleges: CollegeVotes[],
  votes: CollegeVotes,
  most: number,
  rules: TallyRules,
  adopted: boolean
): number | null {
  const turns = (ballots: number) =>
    tally(replace(colleges, turned(votes, ballots, adopted)), rules).adopted !== adopted
  if (!turns(most)) return null
  let [low, high] = [0, most]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (turns(middle)) high = middle
    else low = middle
  }
  return high
}

/** Where colleges count as one, each has a price to turn it; all choices of colleges are tried. */
function wholeColleges(colleges: readonly CollegeVotes[], rules: TallyRules, adopted: boolean) {
  const prices = colleges.map((votes) => priceOf(votes, adopted))
  let best: number | null = null
  for (let choice = 1; choice < 1 << colleges.length; choice++) {
    const chosen = colleges.filter((_, index) => choice & (1 << index))
    if (chosen.some((votes) => priceOf(votes, adopted) === null)) continue
    const total = prices.reduce(
      (sum: number, price, index) => sum + (choice & (1 << index) ? price! : 0),
      0
    )
    if (best !== null && total >= best) continue
    const changed = colleges.map((votes, index) =>
      choice & (1 << index) ? turned(votes, prices[index]!, adopted) : votes
    )
    if (tally(changed, rules).adopted !== adopted) best = total
  }
  return best
}

/** Ballots that make a college say the opposite; null when it does so already or said nothing. */
function priceOf({ yes, no }: CollegeVotes, adopted: boolean): number | null {
  if (yes + no === 0) return null
  if (adopted) return yes > no ? Math.ceil((yes - no) / 2) : null
  return yes > no ? null : Math.floor((no - yes) / 2) + 1
}

function replace(colleges: readonly CollegeVotes[], votes: CollegeVotes): CollegeVotes[] {
  return colleges.map((one) => (one.code === votes.code ? votes : one))
}
