import type { AssemblyRules } from '#services/statutes/statute_settings'
import {
  add,
  compare,
  divide,
  fraction,
  multiply,
  subtract,
  sumOf,
  ZERO,
  type Fraction,
} from '#values/fraction'

/** What the voters of one college said; abstentions and blank votes are not votes cast (C21). */
export type CollegeVotes = {
  code: string
  /** By the statutes, in basis points. */
  weightBp: number
  /** Members with the right to vote, whether they voted or not. */
  members: number
  yes: number
  no: number
}

export type TallyRules = {
  carryOver: 'proportional' | 'winner_takes_all'
  degraded: 'cgscop' | 'head_count'
  majority: AssemblyRules['majority']
}

export type Tally = {
  /** Whether colleges weighed, or every member's vote counted the same (C05). */
  mode: 'colleges' | 'head_count'
  /** The weight with which each college really counted, of those with votes cast: one in all. */
  weights: { code: string; weight: Fraction }[]
  /** Parts of the votes cast: `yes + no = 1`, unless nobody voted. */
  yes: Fraction
  no: Fraction
  adopted: boolean
}

const HALF = fraction(1, 2)
/** Below so many colleges with members the weights say nothing any more. */
const FEWEST_COLLEGES = 3

/**
 * C05: the weight with which each college counts. An empty college's weight is split equally
 * between the others, none of which passes one half; with fewer than three colleges left, null:
 * then it is one member, one vote.
 */
export function effectiveWeights(
  colleges: readonly Pick<CollegeVotes, 'code' | 'weightBp' | 'members'>[],
  degraded: TallyRules['degraded']
): { code: string; weight: Fraction }[] | null {
  const present = colleges.filter(({ members }) => members > 0)
  if (present.length < FEWEST_COLLEGES) return null
  if (present.length < colleges.length && degraded === 'head_count') return null
  let weights = present.map(({ code, weightBp }) => ({ code, weight: fraction(weightBp, 10_000) }))
  let spare = subtract(fraction(1), sumOf(weights.map(({ weight }) => weight)))
  while (compare(spare, ZERO) > 0) {
    const open = weights.filter(({ weight }) => compare(weight, HALF) < 0)
    const each = divide(spare, fraction(open.length))
    let given = ZERO
    weights = weights.map(({ code, weight }) => {
      if (compare(weight, HALF) >= 0) return { code, weight }
      const raised = add(weight, each)
      const kept = compare(raised, HALF) > 0 ? HALF : raised
      given = add(given, subtract(kept, weight))
      return { code, weight: kept }
    })
    spare = subtract(spare, given)
  }
  return weights
}

/**
 * C05, C21: the weights of one vote. A college in which nobody said yes or no weighs like an empty
 * one: its silence is no vote against, and gives none of the others more than one half (C04).
 */
export function votingWeights<T extends Pick<CollegeVotes, 'code' | 'weightBp' | 'members'>>(
  colleges: readonly T[],
  hasSpoken: (college: T) => boolean,
  degraded: TallyRules['degraded']
): { code: string; weight: Fraction }[] | null {
  return effectiveWeights(
    colleges.map((one) => ({
      code: one.code,
      weightBp: one.weightBp,
      members: hasSpoken(one) ? one.members : 0,
    })),
    degraded
  )
}

/** Whether a college cast any vote: abstentions and blanks are none (C21). */
export const saidYesOrNo = ({ yes, no }: CollegeVotes) => yes + no > 0

/**
 * The result of a vote by exact fractions (C04-C06, C21): per college, then weighted, or by heads
 * where the statutes know no colleges or fewer than three have spoken. Only yes and no are votes
 * cast. A tie rejects.
 */
export function tally(colleges: readonly CollegeVotes[], rules: TallyRules): Tally {
  const weights = votingWeights(colleges, saidYesOrNo, rules.degraded)
  const cast = colleges.filter(saidYesOrNo)
  if (!weights) return headCount(cast, rules)
  let yes = ZERO
  for (const { code, weight } of weights) {
    const votes = cast.find((one) => one.code === code)!
    yes = add(yes, multiply(weight, yesPart(votes, rules.carryOver)))
  }
  return conclude('colleges', weights, yes, fraction(1), rules)
}

function headCount(cast: readonly CollegeVotes[], rules: TallyRules): Tally {
  const yes = cast.reduce((sum, one) => sum + one.yes, 0)
  const no = cast.reduce((sum, one) => sum + one.no, 0)
  return conclude('head_count', [], fraction(yes), fraction(yes + no), rules)
}

function yesPart({ yes, no }: CollegeVotes, carryOver: TallyRules['carryOver']): Fraction {
  if (carryOver === 'proportional') return fraction(yes, yes + no)
  return fraction(yes > no ? 1 : 0)
}

function conclude(
  mode: Tally['mode'],
  weights: Tally['weights'],
  yes: Fraction,
  whole: Fraction,
  { majority }: TallyRules
): Tally {
  if (compare(whole, ZERO) === 0) return { mode, weights, yes: ZERO, no: ZERO, adopted: false }
  const part = divide(yes, whole)
  return {
    mode,
    weights,
    yes: part,
    no: subtract(fraction(1), part),
    adopted: reaches(part, majority),
  }
}

/** C21: more than the fraction where it is strict (one half), at least it elsewhere (two thirds). */
export function reaches(part: Fraction, majority: AssemblyRules['majority']): boolean {
  const found = compare(part, fraction(majority.numerator, majority.denominator))
  return majority.strict ? found > 0 : found >= 0
}
