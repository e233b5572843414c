import { test } from '@japa/runner'
import fc from 'fast-check'
import { electSeats, type ElectionRules } from '#services/governance/rules/election'
import { electionMargin } from '#services/governance/rules/election_margin'
import { fraction } from '#values/fraction'

const RULES = { carryOver: 'proportional', degraded: 'cgscop' } as const

const whole = (ballots: number, votes: Record<string, number>) => [
  { code: '', weightBp: 10_000, members: 100, ballots, votes },
]
const standing = (...ids: string[]) => ids.map((id, index) => ({ id, rank: index + 1 }))
const seated = (scores: { id: string; elected: boolean }[]) =>
  scores.filter(({ elected }) => elected).map(({ id }) => id)

test.group('Governance | elections', () => {
  test('the seats go to those named most often; nobody sits without a vote', ({ assert }) => {
    const found = electSeats(
      whole(10, { a: 3, b: 9, c: 7 }),
      standing('a', 'b', 'c', 'd'),
      2,
      RULES
    )
    assert.deepEqual(seated(found), ['b', 'c'])
    assert.deepEqual(seated(electSeats(whole(1, { a: 1 }), standing('a', 'b'), 2, RULES)), ['a'])
    assert.deepEqual(seated(electSeats(whole(0, {}), standing('a', 'b'), 2, RULES)), [])
  })

  test('equal scores are decided by who has been a member for longer', ({ assert }) => {
    const found = electSeats(whole(4, { a: 2, b: 2 }), standing('b', 'a'), 1, RULES)
    assert.deepEqual(seated(found), ['b'])
  })

  test('C04: colleges weigh: 60 of 100 listeners count less than all of two artists and two staff', ({
    assert,
  }) => {
    const given = (code: string, weightBp: number, ballots: number, votes: object) => ({
      code,
      weightBp,
      members: ballots,
      ballots,
      votes: votes as Record<string, number>,
    })
    const found = electSeats(
      [
        given('listeners', 3000, 100, { a: 60, b: 40 }),
        given('artists', 5000, 2, { b: 2 }),
        given('staff', 2000, 2, { b: 2 }),
      ],
      standing('a', 'b'),
      1,
      RULES
    )
    assert.deepEqual(seated(found), ['b'])
    assert.deepEqual(found[0].score, fraction(82, 100))
  })

  test('whatever is named, never more are elected than there are seats, in the order of their scores', ({
    assert,
  }) => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        (named, seats) => {
          const votes = Object.fromEntries(named.map((count, index) => [`c${index}`, count]))
          const found = electSeats(whole(20, votes), standing(...Object.keys(votes)), seats, RULES)
          assert.isAtMost(seated(found).length, seats)
          const counts = found.map(({ id }) => votes[id])
          assert.deepEqual(
            counts,
            counts.toSorted((a, b) => b - a)
          )
        }
      )
    )
  })

  test('C06: where the winner takes all, a college gives its weight to those it named most', ({
    assert,
  }) => {
    const colleges = [
      college('listeners', 3000, [...times(6, ['a']), ...times(4, ['b'])]),
      college('artists', 5000, [['b']]),
      college('staff', 2000, [['a']]),
    ]
    const rules = { carryOver: 'winner_takes_all', degraded: 'cgscop' } as const
    const found = electSeats(colleges, standing('b', 'a'), 1, rules)
    assert.deepEqual(
      found.map(({ id, score }) => [id, score]),
      [
        ['b', fraction(1, 2)],
        ['a', fraction(1, 2)],
      ]
    )
    const shared = electSeats(colleges, standing('b', 'a'), 1, RULES)
    assert.deepEqual(shared[0].score, fraction(62, 100))
  })

  test('C05: a college in which nobody named anybody makes no other weigh more than one half', ({
    assert,
  }) => {
    const colleges = [
      college('a', 5000, [['x']]),
      college('b', 2000, [['y']]),
      college('c', 2000, [['y']]),
      { ...college('d', 1000, []), members: 7 },
    ]
    const found = electSeats(colleges, standing('y', 'x'), 1, RULES)
    assert.deepEqual(found[0], { id: 'y', score: fraction(1, 2), elected: true })
  })
})

type Case = {
  title: string
  ballots: string[][]
  ids: string[]
  seats: number
  margin: number | null
}

test.group('Governance | the margin of an election', () => {
  test('C30: {title}')
    .with<Case[]>([
      {
        title: '5 against 3 for one seat turns with two ballots, for a tie goes to the first',
        ...{
          ballots: [...times(5, ['a']), ...times(3, ['b'])],
          ids: ['a', 'b'],
          seats: 1,
          margin: 2,
        },
      },
      {
        title: 'a tie is turned by one ballot',
        ...{ ballots: [['a'], ['b']], ids: ['a', 'b'], seats: 1, margin: 1 },
      },
      {
        title: 'a free seat is taken by one ballot',
        ...{ ballots: times(9, ['a']), ids: ['a', 'b'], seats: 2, margin: 1 },
      },
      {
        title: 'the only one who stands sits until nobody names them',
        ...{ ballots: times(9, ['a']), ids: ['a'], seats: 1, margin: 9 },
      },
      {
        title: 'nobody named anybody: nothing to turn',
        ...{ ballots: [], ids: ['a', 'b'], seats: 1, margin: null },
      },
    ])
    .run(({ assert }, { ballots, ids, seats, margin }) => {
      assert.equal(marginOf([college('', 10_000, ballots)], ids, seats, RULES), margin)
    })

  test('C30: by heads it is what trying every other ballot finds', ({ assert }) => {
    fc.assert(
      fc.property(anyBallots(5), fc.integer({ min: 1, max: 2 }), (ballots, seats) => {
        const fitting = ballots.map((names) => names.slice(0, seats))
        const colleges = [college('', 10_000, fitting)]
        const ids = ['a', 'b', 'c']
        assert.equal(marginOf(colleges, ids, seats, RULES), byTrying(colleges, ids, seats, RULES))
      }),
      { numRuns: 60 }
    )
  })

  test('C30: with colleges that weigh it is what trying finds; where each speaks with one voice, never more', ({
    assert,
  }) => {
    fc.assert(
      fc.property(
        fc.array(anyBallots(2, 1), { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 2 }),
        fc.boolean(),
        (said, seats, winner) => {
          const rules = {
            ...RULES,
            carryOver: winner ? 'winner_takes_all' : 'proportional',
          } as const
          const colleges = said.map((ballots, index) =>
            college(
              `c${index}`,
              [5000, 3000, 2000][index],
              ballots.map((names) => names.slice(0, seats))
            )
          )
          const ids = ['a', 'b', 'c']
          const found = marginOf(colleges, ids, seats, rules)
          const tried = byTrying(colleges, ids, seats, rules)
          if (!winner) assert.equal(found, tried)
          else if (tried !== null) assert.isAtMost(found!, tried)
        }
      ),
      { numRuns: 40 }
    )
  })
})

type College = ReturnType<typeof college>

function times<T>(count: number, one: T): T[] {
  return Array.from({ length: count }, () => one)
}

function college(code: string, weightBp: number, said: string[][]) {
  const votes: Record<string, number> = {}
  for (const id of said.flat()) votes[id] = (votes[id] ?? 0) + 1
  return { code, weightBp, members: said.length, ballots: said.length, votes, said }
}

function anyBallots(most: number, least = 0) {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 })
  return fc.array(names, { minLength: least, maxLength: most })
}

function marginOf(colleges: College[], ids: string[], seats: number, rules: ElectionRules) {
  const together = (code: string, one: string, other: string) =>
    colleges
      .filter((found) => found.code === code)
      .flatMap(({ said }) => said)
      .filter((names) => names.includes(one) && names.includes(other)).length
  return electionMargin({ colleges, candidates: standing(...ids), seats, rules, together })
}

/** The slow way: every ballot as it is, or naming any others. */
function byTrying(colleges: College[], ids: string[], seats: number, rules: ElectionRules) {
  const elected = (tried: College[]) =>
    seated(electSeats(tried, standing(...ids), seats, rules))
      .toSorted()
      .join()
  const usual = elected(colleges)
  const every = [...ids.map((id) => [id]), ...(seats > 1 ? pairsOf(ids) : [])]
  const all = colleges.flatMap(({ said }, place) => said.map((names) => ({ names, place })))
  let best: number | null = null
  const visit = (index: number, changed: number, said: string[][][]) => {
    if (best !== null && changed >= best) return
    if (index === all.length) {
      const tried = colleges.map((one, place) => college(one.code, one.weightBp, said[place]))
      if (elected(tried) !== usual) best = changed
      return
    }
    const { names, place } = all[index]
    for (const other of [names, ...every]) {
      const next = said.map((one, at) => (at === place ? [...one, other] : one))
      visit(index + 1, changed + (other === names ? 0 : 1), next)
    }
  }
  visit(
    0,
    0,
    colleges.map(() => [])
  )
  return best
}

function pairsOf(ids: string[]): string[][] {
  return ids.flatMap((one, index) => ids.slice(index + 1).map((other) => [one, other]))
}
