import { test } from '@japa/runner'
import fc from 'fast-check'
import { electSeats } from '#services/governance/rules/election'
import { fraction } from '#values/fraction'

const one = (ballots: number, votes: Record<string, number>) => [
  { code: '', weightBp: 10_000, members: 100, ballots, votes },
]
const standing = (...ids: string[]) => ids.map((id, index) => ({ id, rank: index + 1 }))
const seated = (scores: { id: string; elected: boolean }[]) =>
  scores.filter(({ elected }) => elected).map(({ id }) => id)

test.group('Governance | elections', () => {
  test('the seats go to those named most often; nobody sits without a vote', ({ assert }) => {
    const found = electSeats(
      one(10, { a: 3, b: 9, c: 7 }),
      standing('a', 'b', 'c', 'd'),
      2,
      'cgscop'
    )
    assert.deepEqual(seated(found), ['b', 'c'])
    assert.deepEqual(seated(electSeats(one(1, { a: 1 }), standing('a', 'b'), 2, 'cgscop')), ['a'])
    assert.deepEqual(seated(electSeats(one(0, {}), standing('a', 'b'), 2, 'cgscop')), [])
  })

  test('equal scores are decided by who has been a member for longer', ({ assert }) => {
    const found = electSeats(one(4, { a: 2, b: 2 }), standing('b', 'a'), 1, 'cgscop')
    assert.deepEqual(seated(found), ['b'])
  })

  test('C04: colleges weigh: 60 of 100 listeners count less than all of two artists and two staff', ({
    assert,
  }) => {
    const college = (code: string, weightBp: number, ballots: number, votes: object) => ({
      code,
      weightBp,
      members: ballots,
      ballots,
      votes: votes as Record<string, number>,
    })
    const found = electSeats(
      [
        college('listeners', 3000, 100, { a: 60, b: 40 }),
        college('artists', 5000, 2, { b: 2 }),
        college('staff', 2000, 2, { b: 2 }),
      ],
      standing('a', 'b'),
      1,
      'cgscop'
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
          const found = electSeats(one(20, votes), standing(...Object.keys(votes)), seats, 'cgscop')
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
})
