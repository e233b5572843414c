import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import {
  InvalidPeriodError,
  isPeriodOver,
  nextPeriod,
  parsePeriod,
  periodEnd,
  periodFromUint32,
  periodLabel,
  periodLastDay,
  periodOf,
  periodStart,
  periodToUint32,
  previousPeriod,
} from '#values/period'

test.group('Period', () => {
  test('a month begins at midnight in Paris', ({ assert }) => {
    assert.equal(periodOf(DateTime.fromISO('2026-09-30T21:59:59Z')), '2026-09')
    assert.equal(periodOf(DateTime.fromISO('2026-09-30T22:00:00Z')), '2026-10')
    assert.equal(periodStart('2026-10').toUTC().toISO(), '2026-09-30T22:00:00.000Z')
    assert.equal(periodEnd('2026-10').toUTC().toISO(), '2026-10-31T23:00:00.000Z')
  })

  test('the month is over at the first instant of the next', ({ assert }) => {
    const end = periodEnd('2026-10')
    assert.isFalse(isPeriodOver('2026-10', end.minus({ milliseconds: 1 })))
    assert.isTrue(isPeriodOver('2026-10', end))
  })

  test('months follow each other across years', ({ assert }) => {
    assert.equal(nextPeriod('2026-12'), '2027-01')
    assert.equal(previousPeriod('2026-01'), '2025-12')
    assert.equal(nextPeriod('2026-01'), '2026-02')
  })

  test('the last day knows leap years', ({ assert }) => {
    assert.equal(periodLastDay('2026-02'), '2026-02-28')
    assert.equal(periodLastDay('2028-02'), '2028-02-29')
    assert.equal(periodLastDay('2026-10'), '2026-10-31')
  })

  test('the chain sees YYYYMM as a number', ({ assert }) => {
    assert.equal(periodToUint32('2026-10'), 202_610)
    assert.equal(periodFromUint32(202_610), '2026-10')
    assert.throws(() => periodFromUint32(202_613), InvalidPeriodError)
  })

  test('it has a name in both languages', ({ assert }) => {
    assert.equal(periodLabel('2026-10', 'fr'), 'octobre 2026')
    assert.equal(periodLabel('2026-10', 'en'), 'October 2026')
  })

  test('"{$self}" is not a month')
    .with([
      '',
      '2026',
      '2026-00',
      '2026-13',
      '2026-1',
      '26-10',
      '2026-10-01',
      ' 2026-10',
      '2026/10',
    ])
    .run(({ assert }, text) => {
      assert.throws(() => parsePeriod(text), /write it as YYYY-MM/)
    })
})
