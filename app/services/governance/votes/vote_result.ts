import type { CollegeCount } from '#services/governance/votes/count_votes'
import { margin } from '#services/governance/rules/margin'
import type { Quorum } from '#services/governance/rules/quorum'
import { tally, type TallyRules } from '#services/governance/rules/tally'
import { fraction, type Fraction } from '#values/fraction'

/** An exact fraction as text: `201/500`. */
export type FractionText = string

export const fractionText = ({ n, d }: Fraction): FractionText => `${n}/${d}`

/** Everything that a decision's result says, as it is kept on the resolution. */
export type DecisionResult = {
  kind: 'decision'
  quorum: Quorum
  counts: { yes: number; no: number; abstain: number; blank: number; electors: number }
  mode: 'colleges' | 'head_count'
  carryOver: TallyRules['carryOver']
  majority: { numerator: number; denominator: number; strict: boolean }
  colleges: (CollegeCount & { weight: FractionText | null; yesPart: FractionText | null })[]
  yes: FractionText
  no: FractionText
  adopted: boolean
  /** C30; null when no change of the votes cast would have changed it, or without the quorum. */
  margin: number | null
}

/** C04-C06, C20, C21, C30: the result of a decision. Without its quorum nothing is adopted. */
export function decisionResult(
  colleges: CollegeCount[],
  rules: TallyRules,
  quorum: Quorum
): DecisionResult {
  const found = tally(colleges, rules)
  const sum = (key: 'yes' | 'no' | 'abstain' | 'blank' | 'members') =>
    colleges.reduce((total, one) => total + one[key], 0)
  return {
    kind: 'decision',
    quorum,
    counts: {
      yes: sum('yes'),
      no: sum('no'),
      abstain: sum('abstain'),
      blank: sum('blank'),
      electors: sum('members'),
    },
    mode: found.mode,
    carryOver: rules.carryOver,
    majority: rules.majority,
    colleges: colleges.map((one) => {
      const weight = found.weights.find(({ code }) => code === one.code)?.weight
      const cast = one.yes + one.no
      return {
        ...one,
        weight: weight ? fractionText(weight) : null,
        yesPart: cast > 0 ? fractionText(fraction(one.yes, cast)) : null,
      }
    }),
    yes: fractionText(found.yes),
    no: fractionText(found.no),
    adopted: quorum.reached && found.adopted,
    margin: quorum.reached ? margin(colleges, rules) : null,
  }
}
