import { test } from '@japa/runner'
import fc from 'fast-check'
import { margin } from '#services/governance/rules/margin'
import {
  effectiveWeights,
  tally,
  type CollegeVotes,
  type TallyRules,
} from '#services/governance/rules/tally'
import { add, compare, fraction, sumOf } from '#values/fraction'

const ORDINARY = { numerator: 1, denominator: 2, strict: true }
const EXTRAORDINARY = { numerator: 2, denominator: 3, strict: false }
const RULES: TallyRules = { carryOver: 'proportional', degraded: 'cgscop', majority: ORDINARY }

const college = (code: string, percent: number, yes: number, no: number, members = 1000) => ({
  code,
  weightBp: percent * 100,
  members,
  yes,
  no,
})
const heads = (yes: number, no: number): CollegeVotes[] => [college('all', 100, yes, no)]

test.group('Governance | tally', () => {
  test('C06: 6–4 in 50 %, 0–3 in 30 %, 51–49 in 20 % is 40,2 % and rejected in proportion', ({
    assert,
  }) => {
    const votes = [college('a', 50, 6, 4), college('b', 30, 0, 3), college('c', 20, 51, 49)]
    const result = tally(votes, RULES)
    assert.deepEqual(result.yes, fraction(402, 1000))
    assert.isFalse(result.adopted)
  })

  test('C06: the same votes are 70 % and adopted where the winner takes all', ({ assert }) => {
    const votes = [college('a', 50, 6, 4), college('b', 30, 0, 3), college('c', 20, 51, 49)]
    const result = tally(votes, { ...RULES, carryOver: 'winner_takes_all' })
    assert.deepEqual(result.yes, fraction(70, 100))
    assert.isTrue(result.adopted)
  })

  test('C21: {title}')
    .with([
      { title: '2–1 reaches two thirds', yes: 2, no: 1, majority: EXTRAORDINARY, adopted: true },
      { title: '199–100 does not', yes: 199, no: 100, majority: EXTRAORDINARY, adopted: false },
      { title: '50–50 is rejected', yes: 50, no: 50, majority: ORDINARY, adopted: false },
      { title: '51–50 is adopted', yes: 51, no: 50, majority: ORDINARY, adopted: true },
      { title: 'nobody voted: rejected', yes: 0, no: 0, majority: ORDINARY, adopted: false },
    ])
    .run(({ assert }, { yes, no, majority, adopted }) => {
      assert.equal(tally(heads(yes, no), { ...RULES, majority }).adopted, adopted)
    })

  test('C05: an empty college leaves 36,67 / 36,67 / 26,67', ({ assert }) => {
    const weights = effectiveWeights(
      [
        college('a', 30, 0, 0),
        college('b', 30, 0, 0),
        college('c', 20, 0, 0),
        college('d', 20, 0, 0, 0),
      ],
      'cgscop'
    )!
    assert.deepEqual(
      weights.map(({ weight }) => weight),
      [fraction(11, 30), fraction(11, 30), fraction(8, 30)]
    )
  })

  test('C05: with two colleges left it is one member, one vote', ({ assert }) => {
    const votes = [college('a', 40, 90, 0), college('b', 40, 0, 10), college('c', 20, 0, 0, 0)]
    assert.isNull(effectiveWeights(votes, 'cgscop'))
    const result = tally(votes, RULES)
    assert.equal(result.mode, 'head_count')
    assert.deepEqual(result.yes, fraction(9, 10))
  })

  test('C05: no college passes one half; what it cannot take goes to the others', ({ assert }) => {
    const weights = effectiveWeights(
      [
        college('a', 45, 0, 0),
        college('b', 10, 0, 0),
        college('c', 15, 0, 0),
        college('d', 30, 0, 0, 0),
      ],
      'cgscop'
    )!
    assert.deepEqual(weights[0].weight, fraction(1, 2))
    assert.deepEqual(sumOf(weights.map(({ weight }) => weight)), fraction(1))
  })

  test('C04, C05, C21: a college that only abstained weighs like an empty one, and makes none weigh more than one half', ({
    assert,
  }) => {
    const votes = [
      college('a', 40, 10, 0),
      college('b', 20, 0, 5),
      college('c', 20, 0, 5),
      college('d', 20, 0, 0),
    ]
    const { mode, weights, yes } = tally(votes, RULES)
    assert.equal(mode, 'colleges')
    assert.deepEqual(
      weights.map(({ code, weight }) => [code, weight]),
      [
        ['a', fraction(7, 15)],
        ['b', fraction(4, 15)],
        ['c', fraction(4, 15)],
      ]
    )
    assert.deepEqual(yes, fraction(7, 15))
    const heavy = [college('a', 50, 10, 0), ...votes.slice(1)]
    heavy[3].weightBp = 1000
    assert.deepEqual(tally(heavy, RULES).weights[0].weight, fraction(1, 2))
  })

  test('C05: with two colleges that have spoken it is one member, one vote, silence is no vote against', ({
    assert,
  }) => {
    const votes = [college('a', 50, 1, 0), college('b', 30, 0, 9), college('c', 20, 0, 0)]
    const { mode, yes } = tally(votes, RULES)
    assert.deepEqual([mode, yes], ['head_count', fraction(1, 10)])
  })

  test('C04-C06: whatever the colleges, weights sum to one, order does not matter, yes and no are the whole', ({
    assert,
  }) => {
    fc.assert(
      fc.property(anyColleges(), fc.boolean(), (votes, winner) => {
        const rules = { ...RULES, carryOver: winner ? 'winner_takes_all' : 'proportional' } as const
        const result = tally(votes, rules)
        const again = tally(votes.toReversed(), rules)
        assert.deepEqual([again.yes, again.adopted], [result.yes, result.adopted])
        const weights = effectiveWeights(votes, 'cgscop')
        if (weights) {
          assert.deepEqual(sumOf(weights.map(({ weight }) => weight)), fraction(1))
          assert.isTrue(weights.every(({ weight }) => compare(weight, fraction(1, 2)) <= 0))
        }
        if (result.mode === 'colleges') {
          assert.deepEqual(sumOf(result.weights.map(({ weight }) => weight)), fraction(1))
          assert.isTrue(result.weights.every(({ weight }) => compare(weight, fraction(1, 2)) <= 0))
        }
        const anybody = votes.some(({ yes, no }) => yes + no > 0)
        assert.deepEqual(add(result.yes, result.no), fraction(anybody ? 1 : 0))
      })
    )
  })

  test('C30: 51–49 of 100 turns with one ballot, 49–51 with two', ({ assert }) => {
    assert.equal(margin(heads(51, 49), RULES), 1)
    assert.equal(margin(heads(49, 51), RULES), 2)
    assert.equal(margin(heads(2, 1), { ...RULES, majority: EXTRAORDINARY }), 1)
    assert.isNull(margin(heads(0, 0), RULES))
  })

  test('C30: the margin is the fewest ballots that any choice of colleges could turn', ({
    assert,
  }) => {
    fc.assert(
      fc.property(anyColleges(6), fc.boolean(), (votes, winner) => {
        const rules = { ...RULES, carryOver: winner ? 'winner_takes_all' : 'proportional' } as const
        assert.equal(margin(votes, rules), marginByTrying(votes, rules))
      }),
      { numRuns: 150 }
    )
  })
})

/** Three to five colleges with lawful weights, some of them empty. */
function anyColleges(most = 30) {
  const votes = fc.record({ yes: fc.nat(most), no: fc.nat(most), empty: fc.boolean() })
  return fc
    .tuple(
      fc.constantFrom([50, 30, 20], [30, 30, 20, 20], [30, 30, 20, 10, 10], [40, 35, 25]),
      fc.array(votes, { minLength: 5, maxLength: 5 })
    )
    .map(([weights, said]) =>
      weights.map((percent, index) => {
        const { yes, no, empty } = said[index]
        const gone = empty && index > 1
        return college(`c${index}`, percent, gone ? 0 : yes, gone ? 0 : no, gone ? 0 : 50)
      })
    )
}

/** The slow way: every number of turned ballots in every college. */
function marginByTrying(votes: CollegeVotes[], rules: TallyRules): number | null {
  const { adopted } = tally(votes, rules)
  let best: number | null = null
  const visit = (index: number, turnedSoFar: number, current: CollegeVotes[]) => {
    if (best !== null && turnedSoFar >= best) return
    if (index === votes.length) {
      if (tally(current, rules).adopted !== adopted) best = turnedSoFar
      return
    }
    const one = votes[index]
    const most = adopted ? one.yes : one.no
    for (let ballots = 0; ballots <= most; ballots++) {
      const moved = adopted ? -ballots : ballots
      const changed = { ...one, yes: one.yes + moved, no: one.no - moved }
      visit(index + 1, turnedSoFar + ballots, [...current, changed])
    }
  }
  visit(0, 0, [])
  return best
}
