import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { reviewStatus } from '#services/shares/review/review_rule'

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

  test('C35: three years of loss in a row ask for it; a good year in between does not', ({
    assert,
  }) => {
    const losses = [year(2026, -10), year(2025, -10), year(2024, -10)]
    const today = day('2027-06-30')
    assert.deepEqual(reviewStatus({ ...facts, today, years: losses }).triggers, ['three_losses'])
    const broken = [losses[0], year(2025, 10), losses[2]]
    assert.deepEqual(reviewStatus({ ...facts, today, years: broken }).triggers, [])
  })

  test('C35: losses before the last review were that review’s matter', ({ assert }) => {
    const years = [year(2023, -300_000)]
    assert.deepEqual(reviewStatus({ ...facts, years }).triggers, [])
  })
})
