import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { dayOf, isoDay } from '#values/day'

test.group('Days', () => {
  test('an instant stands for its day in Paris', ({ assert }) => {
    assert.equal(isoDay(DateTime.fromISO('2026-06-30T23:30:00Z', { zone: 'utc' })), '2026-07-01')
    assert.equal(isoDay(DateTime.fromISO('2026-01-01T00:30:00+01:00')), '2026-01-01')
    assert.equal(isoDay('2026-03-29'), '2026-03-29')
  })

  test('a date of the database keeps its own calendar day, whatever the zone', ({ assert }) => {
    for (const zone of ['utc', 'Europe/Paris', 'America/New_York', 'Asia/Tokyo']) {
      assert.equal(isoDay(DateTime.fromISO('2026-03-31', { zone })), '2026-03-31')
    }
  })

  test('it begins at midnight in Paris; a day that does not exist is refused', ({ assert }) => {
    assert.equal(dayOf('2026-07-14').toISO(), '2026-07-14T00:00:00.000+02:00')
    assert.throws(() => dayOf('2026-02-30'), /not a day that exists/)
    assert.throws(() => dayOf('demain'))
  })
})
