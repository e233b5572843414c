import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { isEnoughForReview, reviewStatus } from '#services/shares/review/review_rule'
import { FixedClock } from '#values/clock'

const day = (text: string) => DateTime.fromISO(text)
const facts = {
  since: day('2024-03-01'),
  everyYears: 5,
  years: [],
  peakCents: 400_000_00n,
  today: day('2026-11-21'),
}
const year = (closed: number, euros: number) => ({
  closedOn: day(`${closed}-12-31`),
  resultCents: BigInt(euros) * 100n,
})

test.group('Shares | co-operative review', () => {
  test('C35: the next review is due five years after the last', ({ assert }) => {
    const status = reviewStatus(facts)
    assert.equal(status.dueBy.toISODate(), '2029-03-01')
    assert.deepEqual([status.state, status.triggers], ['fine', []])
    assert.equal(reviewStatus({ ...facts, today: day('2028-10-01') }).state, 'soon')
    assert.equal(reviewStatus({ ...facts, today: day('2029-03-02') }).state, 'late')
  })

  test('C35: a loss of 210 000 € with a highest capital of 400 000 € asks for it at once', ({
    assert,
  }) => {
    const status = reviewStatus({ ...facts, years: [year(2025, -210_000)] })
    assert.deepEqual([status.state, status.triggers], ['late', ['loss_half_of_peak']])
    assert.deepEqual(reviewStatus({ ...facts, years: [year(2025, -199_999)] }).triggers, [])
  })

  for (const [title, euros, since, triggers] of [
    ['three years of loss in a row', [-10, -10, -10], '2024-03-01', ['three_losses']],
    ['a good year in between', [-10, 10, -10], '2024-03-01', []],
    [
      'a good year after them, and still no review',
      [10, -10, -10, -10],
      '2024-03-01',
      ['three_losses'],
    ],
    ['two good years after them', [5, 10, -10, -10, -10], '2024-03-01', ['three_losses']],
    ['two losses, a good year, one loss', [-10, 10, -10, -10], '2024-03-01', []],
    ['three losses of which the review saw one', [-10, -10, -10], '2025-03-01', []],
    ['a year without result is no loss', [-10, 0, -10, -10], '2024-03-01', []],
  ] as const) {
    test(`C35: ${title}: ${triggers[0] ?? 'nothing'}`, ({ assert }) => {
      const newest = 2023 + euros.length
      const years = euros.map((result, ago) => year(newest - ago, result))
      const asked = { ...facts, since: day(since), today: day('2028-01-10'), years }
      assert.deepEqual(reviewStatus(asked).triggers, [...triggers])
    })
  }

  for (const [moment, state] of [
    ['2028-09-01T23:30', 'fine'],
    ['2028-09-02T00:30', 'soon'],
    ['2029-02-28T23:59', 'soon'],
    ['2029-03-01T00:00', 'soon'],
    ['2029-03-01T23:59', 'soon'],
    ['2029-03-02T00:00', 'late'],
  ] as const) {
    test(`C35: at ${moment} a review due on 2029-03-01 is ${state}`, ({ assert }) => {
      assert.equal(reviewStatus({ ...facts, today: new FixedClock(moment).now() }).state, state)
    })
  }

  for (const [received, triggers] of [
    ['2024-03-01', []],
    ['2024-03-02', ['petition']],
    ['2026-11-20', ['petition']],
  ] as const) {
    test(`C35: a petition of ${received}, the last review on 2024-03-01`, ({ assert }) => {
      const status = reviewStatus({ ...facts, petitions: [received] })
      assert.deepEqual(status.triggers, [...triggers])
    })
  }

  for (const [signatories, members, isEnough] of [
    [9, 100, false],
    [10, 100, true],
    [10, 101, false],
    [11, 101, true],
    [1, 3, true],
    [0, 0, false],
  ] as const) {
    test(`C35: ${signatories} of ${members} members ${isEnough ? 'are' : 'are not'} enough`, ({
      assert,
    }) => {
      assert.equal(isEnoughForReview(signatories, members), isEnough)
    })
  }

  test('C35: losses before the last review were that review’s matter', ({ assert }) => {
    const years = [year(2023, -300_000)]
    assert.deepEqual(reviewStatus({ ...facts, years }).triggers, [])
  })
})
