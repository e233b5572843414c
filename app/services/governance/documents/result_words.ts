import type { MinutesResolution } from '#services/governance/minutes/minutes_document'
import type { ElectionResult } from '#services/governance/votes/election_result'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import { parseFraction, percentText } from '#services/governance/documents/fraction_words'

export type Say = (key: string, values?: Record<string, string | number>) => string

/** How colleges are called; the whole has no name. */
export type CollegeNames = (code: string) => string

/** What became of a resolution, step by step, in sentences for people. */
export function resultWords(
  resolution: Pick<MinutesResolution, 'result' | 'outcome' | 'candidates'>,
  colleges: CollegeNames,
  say: Say,
  locale: string
): string[] {
  const { result, outcome } = resolution
  if (!result || !outcome) return [say('not_voted')]
  const { counted, needed, reached } = result.quorum
  const quorum = say(reached ? 'quorum_reached' : 'quorum_missed', { counted, needed })
  return result.kind === 'election'
    ? [quorum, ...electionWords(result, resolution.candidates, say, locale)]
    : [quorum, ...decisionWords(result, colleges, say, locale), say(`outcome_${outcome}`)]
}

function decisionWords(
  result: DecisionResult,
  colleges: CollegeNames,
  say: Say,
  locale: string
): string[] {
  const { yes, no, abstain, blank } = result.counts
  const part = percentText(parseFraction(result.yes), locale)
  const { numerator, denominator, strict } = result.majority
  const majority = say(strict ? 'majority_strict' : 'majority', {
    fraction: `${numerator}/${denominator}`,
  })
  const lines = [say('counts', { yes, no, abstain, blank })]
  if (result.mode === 'colleges') {
    for (const one of result.colleges.filter(({ weight }) => weight)) {
      const weight = percentText(parseFraction(one.weight!), locale)
      lines.push(
        one.yesPart === null
          ? say('college_silent', { college: colleges(one.code), weight })
          : say('college', {
              college: colleges(one.code),
              weight,
              yes: one.yes,
              no: one.no,
              part: percentText(parseFraction(one.yesPart), locale),
            })
      )
    }
    lines.push(say(`carry_${result.carryOver}`, { part, exact: result.yes, majority }))
  } else {
    lines.push(say('head_count', { part, exact: result.yes, majority }))
  }
  if (result.margin !== null) lines.push(say('margin', { count: result.margin }))
  return lines
}

function electionWords(
  result: ElectionResult,
  candidates: { id: string; name: string }[],
  say: Say,
  locale: string
): string[] {
  const name = (id: string) => candidates.find((one) => one.id === id)?.name ?? id
  return [
    say('seats', { count: result.seats }),
    ...result.scores.map(({ candidateId, votes, score, elected }) =>
      say(elected ? 'elected' : 'not_elected', {
        name: name(candidateId),
        votes,
        score: percentText(parseFraction(score), locale),
      })
    ),
  ]
}
