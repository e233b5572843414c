import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { decisionResult } from '#services/governance/votes/vote_result'
import { explainResult } from '#services/governance/votes/explain_result'
import { outcomeOf } from '#services/governance/votes/result_of'
import { quorum } from '#services/governance/rules/quorum'
import type { TallyRules } from '#services/governance/rules/tally'

const RULES: TallyRules = {
  carryOver: 'proportional',
  degraded: 'cgscop',
  majority: { numerator: 1, denominator: 2, strict: true },
}
const names = { college: (code: string) => code.toUpperCase(), member: (id: string) => id }
const college = (code: string, weightBp: number, yes: number, no: number, members = 200) => ({
  ...{ code, weightBp, members, yes, no },
  abstain: 0,
  blank: 0,
})
/** C06. */
const VOTES = [college('a', 5_000, 6, 4), college('b', 3_000, 0, 3), college('c', 2_000, 51, 49)]
const there = (count: number) => new Set(Array.from({ length: count }, (_, place) => `m${place}`))
const enough = quorum(600, there(150), { numerator: 1, denominator: 5 })

function explained(votes: typeof VOTES, rules: TallyRules, found = enough) {
  const result = decisionResult(votes, rules, found)
  return explainResult(result, names, outcomeOf({ kind: 'ordinary' }, result))
}

const keysOf = (rules: TallyRules, votes = VOTES, found = enough) =>
  explained(votes, rules, found).map(({ key }) => key)

test.group('Governance | a result, step by step', () => {
  test('C06: the proportional count tells each college’s part and weight, and the whole', ({
    assert,
  }) => {
    const steps = explained(VOTES, RULES)
    assert.deepEqual(steps[0], { key: 'quorum_reached', figures: { needed: 120, counted: 150 } })
    assert.deepEqual(steps[2], {
      key: 'college_part',
      figures: { college: 'A', yes: 6, cast: 10, part: '60.00', weight: '50.00' },
    })
    assert.deepEqual(steps[5], { key: 'more_than', figures: { part: '1/2', yes: '40.20' } })
    assert.equal(steps[6].key, 'rejected')
  })

  test('C06: where the winner takes all, a college votes for or against', ({ assert }) => {
    assert.deepEqual(keysOf({ ...RULES, carryOver: 'winner_takes_all' }).slice(2, 7), [
      'college_for',
      'college_against',
      'college_for',
      'more_than',
      'adopted',
    ])
  })

  test('C05, C20: empty and silent colleges, heads, a missing quorum and none are told', ({
    assert,
  }) => {
    const silent = [...VOTES, college('d', 1_000, 0, 0), college('e', 1_000, 0, 0, 0)]
    assert.includeMembers(keysOf(RULES, silent), ['college_silent', 'college_empty'])
    assert.include(keysOf(RULES, VOTES.slice(0, 2)), 'too_few_colleges')
    assert.include(keysOf(RULES, [college('', 10_000, 2, 1)]), 'by_heads')
    const none = quorum(600, there(0), { numerator: 0, denominator: 1 })
    assert.equal(keysOf(RULES, VOTES, none)[0], 'no_quorum_asked')
    const missing = quorum(600, there(10), { numerator: 1, denominator: 5 })
    assert.equal(keysOf(RULES, VOTES, missing)[0], 'quorum_missing')
    assert.deepEqual(keysOf(RULES, [college('', 10_000, 0, 0)]).slice(-3), [
      'nobody_said',
      'rejected',
      'margin_none',
    ])
  })

  test('a share is cut, never rounded up: two thirds less one vote is not shown as two thirds', ({
    assert,
  }) => {
    const majority = { numerator: 2, denominator: 3, strict: false }
    const votes = [college('', 10_000, 199_999, 100_001, 300_000)]
    const steps = explained(votes, { ...RULES, majority })
    const rule = steps.find(({ key }) => key === 'at_least')
    assert.deepEqual(rule?.figures, { part: '2/3', yes: '66.66' })
  })

  test('an election tells who is elected by how many', ({ assert }) => {
    const score = { candidateId: 'x', votes: 2, score: '2/3' }
    const steps = explainResult(
      {
        kind: 'election',
        quorum: enough,
        seats: 1,
        colleges: [{ code: '', weightBp: 10_000, members: 5, ballots: 3, blank: 1 }],
        scores: [
          { ...score, memberId: 'Ali', elected: true },
          { ...score, memberId: 'Zoé', elected: false },
        ],
        adopted: true,
        margin: 1,
      },
      names,
      'adopted'
    )
    assert.deepEqual(
      steps.map(({ key }) => key),
      ['quorum_reached', 'ballots', 'elected', 'not_elected', 'margin_seats']
    )
    assert.deepEqual(steps[2].figures, { name: 'Ali', votes: 2, score: '66.66' })
  })

  test('every step has its words', ({ assert }) => {
    const source = readFileSync('app/services/governance/votes/explain_result.ts', 'utf8')
    const keys = [...source.matchAll(/'([a-z]+(?:_[a-z]+)*)'/g)].map(([, key]) => key)
    const words = JSON.parse(readFileSync('resources/lang/fr/governance_vote.json', 'utf8'))
    for (const key of Object.keys(words.steps)) assert.include(keys, key)
  })
})
