import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import {
  accountsAssemblyBy,
  daysOfNotice,
  earliestMeeting,
  latestSending,
  noticeChannel,
} from '#services/governance/rules/notice_days'
import { quorum, quorumNeeded } from '#services/governance/rules/quorum'
import { hiddenColleges } from '#services/governance/rules/secrecy'

const day = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Paris' })

test.group('Governance | rules of a meeting', () => {
  test('C18: a notice of 1 June with fifteen days allows 16 June', ({ assert }) => {
    assert.equal(earliestMeeting(day('2026-06-01'), 15).toISODate(), '2026-06-16')
    assert.equal(daysOfNotice(day('2026-06-01'), day('2026-06-16')), 15)
    assert.equal(latestSending(day('2026-06-16'), 15, 1).toISODate(), '2026-05-31')
  })

  test('C18: the change to summer time neither gives nor takes a day', ({ assert }) => {
    assert.equal(earliestMeeting(day('2026-03-20'), 15).toISODate(), '2026-04-04')
    assert.equal(daysOfNotice(day('2026-03-20'), day('2026-04-04')), 15)
  })

  test('C19: {title}')
    .with([
      {
        title: 'consent 19 days before, SARL: by post',
        given: '2026-06-11',
        days: 20,
        channel: 'post',
      },
      {
        title: 'consent 20 days before, SARL: by e-mail',
        given: '2026-06-10',
        days: 20,
        channel: 'email',
      },
      {
        title: 'consent 34 days before, SA: by post',
        given: '2026-05-27',
        days: 35,
        channel: 'post',
      },
    ])
    .run(({ assert }, { given, days, channel }) => {
      const consent = { givenOn: day(given), revokedOn: null }
      assert.equal(noticeChannel(consent, day('2026-06-30'), days), channel)
    })

  test('C19: taken back before the cut-off it is the post, after it the e-mail stays', ({
    assert,
  }) => {
    const consent = { givenOn: day('2026-01-01'), revokedOn: day('2026-06-10') }
    assert.equal(noticeChannel(consent, day('2026-06-30'), 20), 'post')
    assert.equal(
      noticeChannel({ ...consent, revokedOn: day('2026-06-11') }, day('2026-06-30'), 20),
      'email'
    )
    assert.equal(noticeChannel(null, day('2026-06-30'), 20), 'post')
  })

  test('C20: of 1 240 members 248, 310 and 248 are needed', ({ assert }) => {
    assert.deepEqual(
      [
        [1, 5],
        [1, 4],
        [1, 5],
        [0, 1],
      ].map(([numerator, denominator]) => quorumNeeded(1240, { numerator, denominator })),
      [248, 310, 248, 0]
    )
    assert.equal(quorumNeeded(1241, { numerator: 1, denominator: 5 }), 249)
  })

  test('C20: whoever is there twice counts once, and what is missing is said', ({ assert }) => {
    const there = new Set(['a', 'b', 'a'])
    assert.deepEqual(quorum(10, there, { numerator: 1, denominator: 4 }), {
      needed: 3,
      counted: 2,
      missing: 1,
      reached: false,
    })
  })

  test('C22: a college of three hides, and never alone', ({ assert }) => {
    assert.deepEqual(hiddenColleges({ staff: 3, artists: 40, listeners: 200 }, 5), [
      'artists',
      'staff',
    ])
    assert.deepEqual(hiddenColleges({ staff: 5, artists: 40 }, 5), [])
    assert.deepEqual(hiddenColleges({ staff: 0, artists: 40 }, 5), [])
  })

  test('C32: accounts of 31 December are voted by 30 June', ({ assert }) => {
    assert.equal(accountsAssemblyBy(day('2025-12-31'), 6).toISODate(), '2026-06-30')
    assert.equal(accountsAssemblyBy(day('2026-06-30'), 6).toISODate(), '2026-12-31')
  })
})
