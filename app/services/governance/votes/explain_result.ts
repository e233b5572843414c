import type { Outcome } from '#models/governance/resolution'
import type { DecisionResult, FractionText } from '#services/governance/votes/vote_result'
import type { ElectionResult } from '#services/governance/votes/election_result'

/** One sentence of an explanation: its key under governance_vote.steps, and what it names. */
export type Step = { key: string; figures: Record<string, string | number> }

type Names = { college(code: string): string; member(id: string): string }

/** C20, C21, C04-C06, C30: how a result came about, step by step, in the order of the counting. */
export function explainResult(
  result: DecisionResult | ElectionResult,
  names: Names,
  outcome: Outcome
): Step[] {
  const steps = result.kind === 'decision' ? decision(result, names) : election(result, names)
  return [...steps, ...ends(result, outcome)]
}

function decision(result: DecisionResult, names: Names): Step[] {
  const { counts, majority } = result
  const cast = counts.yes + counts.no
  const { numerator, denominator } = majority
  const rule = { part: `${numerator}/${denominator}`, yes: percent(result.yes) }
  const steps = [quorumStep(result.quorum), { key: 'counts', figures: { ...counts, cast } }]
  steps.push(...weighing(result, names))
  if (cast === 0) steps.push({ key: 'nobody_said', figures: {} })
  else steps.push({ key: majority.strict ? 'more_than' : 'at_least', figures: rule })
  return steps
}

function weighing({ mode, carryOver, colleges }: DecisionResult, names: Names): Step[] {
  if (mode === 'head_count') {
    return [{ key: colleges.length > 1 ? 'too_few_colleges' : 'by_heads', figures: {} }]
  }
  return colleges.map(({ code, members, yes, no, weight, yesPart }) => {
    const college = names.college(code)
    if (!weight)
      return { key: members === 0 ? 'college_empty' : 'college_silent', figures: { college } }
    const figures = {
      college,
      yes,
      cast: yes + no,
      part: percent(yesPart!),
      weight: percent(weight),
    }
    if (carryOver === 'proportional') return { key: 'college_part', figures }
    return { key: yes > no ? 'college_for' : 'college_against', figures }
  })
}

/** What became of it in a sentence; of an election its names have said it. */
const SENTENCES: Partial<Record<Outcome, string>> = {
  adopted: 'adopted',
  rejected: 'rejected',
  not_deliberated: 'not_deliberated',
  favourable: 'favourable',
  unfavourable: 'unfavourable',
  no_opinion: 'no_opinion',
}

function ends({ kind, margin }: DecisionResult | ElectionResult, outcome: Outcome): Step[] {
  // Without the quorum no ballot would have changed anything: only people who were not there.
  if (outcome === 'not_deliberated') {
    return ['not_deliberated', 'margin_without_quorum'].map((key) => ({ key, figures: {} }))
  }
  const said = kind === 'decision' ? SENTENCES[outcome] : undefined
  const steps: Step[] = said ? [{ key: said, figures: {} }] : []
  if (outcome === 'no_opinion') return steps
  // Elections that were counted before they had a margin say nothing of it.
  if (margin === undefined) return steps
  if (margin === null) return [...steps, { key: 'margin_none', figures: {} }]
  const key = kind === 'decision' ? 'margin' : 'margin_seats'
  return [...steps, { key, figures: { margin } }]
}

function election(result: ElectionResult, names: Names): Step[] {
  const ballots = result.colleges.reduce((sum, one) => sum + one.ballots, 0)
  const blank = result.colleges.reduce((sum, one) => sum + one.blank, 0)
  return [
    quorumStep(result.quorum),
    { key: 'ballots', figures: { ballots, blank, seats: result.seats } },
    ...result.scores.map(({ memberId, votes, score, elected }) => ({
      key: elected ? 'elected' : 'not_elected',
      figures: { name: names.member(memberId), votes, score: percent(score) },
    })),
  ]
}

function quorumStep({ needed, counted, missing }: DecisionResult['quorum']): Step {
  if (needed === 0) return { key: 'no_quorum_asked', figures: { counted } }
  return missing > 0
    ? { key: 'quorum_missing', figures: { needed, counted, missing } }
    : { key: 'quorum_reached', figures: { needed, counted } }
}

const HUNDREDTHS = 10_000n

/** `201/500` as `40.20`, cut and never rounded up: two thirds less a bit is not shown as reached. */
function percent(text: FractionText): string {
  const [n, d] = text.split('/').map(BigInt)
  const hundredths = (n * HUNDREDTHS) / d
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
}
