import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { addBankDays } from '#services/royalties/payouts/bank_days'

const from = (day: string, count: number) => addBankDays(DateTime.fromISO(day), count).toISODate()

test.group('Royalties | bank days (P16)', () => {
  test('skip week-ends', ({ assert }) => {
    assert.equal(from('2026-11-20', 1), '2026-11-23')
    assert.equal(from('2026-11-21', 5), '2026-11-27')
  })

  test('skip the days on which the euro’s banks rest', ({ assert }) => {
    assert.equal(from('2026-12-24', 1), '2026-12-28')
    assert.equal(from('2026-12-31', 1), '2027-01-04')
    assert.equal(from('2026-04-30', 1), '2026-05-04')
  })

  test('skip Good Friday and Easter Monday', ({ assert }) => {
    assert.equal(from('2026-04-02', 1), '2026-04-07')
    assert.equal(from('2027-03-25', 1), '2027-03-30')
  })
})
