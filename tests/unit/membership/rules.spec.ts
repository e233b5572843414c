import { test } from '@japa/runner'
import fc from 'fast-check'
import { exitDay } from '#services/membership/rules/exit_day'
import {
  earliestHearing,
  missingSteps,
  reachesMajority,
} from '#services/membership/rules/exclusion_steps'
import { mandatoryCategoryAlerts } from '#services/membership/rules/mandatory_categories'
import { hasVotingRight } from '#services/membership/rules/voting_right'
import { dayOf, isoDay } from '#values/day'

const present = (...qualities: string[]) =>
  qualities.map((quality) => ({ code: quality, quality: quality as 'other' }))

test.group('Membership rules | C01 mandatory categories', () => {
  test('C01 {present}, {employees} employees → {alerts}')
    .with([
      { present: ['beneficiary', 'producer', 'volunteer'], employees: 0, alerts: [] },
      { present: ['beneficiary', 'producer', 'volunteer'], employees: 1, alerts: ['no_employee'] },
      { present: ['beneficiary', 'employee', 'volunteer'], employees: 1, alerts: [] },
      { present: ['beneficiary', 'employee', 'volunteer'], employees: 0, alerts: [] },
      { present: ['beneficiary', 'other', 'volunteer'], employees: 0, alerts: ['no_producer'] },
      { present: ['producer', 'employee', 'volunteer'], employees: 2, alerts: ['no_beneficiary'] },
      { present: ['beneficiary', 'employee'], employees: 2, alerts: ['too_few'] },
      {
        present: ['volunteer'],
        employees: 3,
        alerts: ['too_few', 'no_beneficiary', 'no_employee'],
      },
    ])
    .run(({ assert }, row) => {
      assert.deepEqual(
        mandatoryCategoryAlerts(present(...row.present), row.employees),
        row.alerts as never
      )
    })
})

test.group('Membership rules | C12 exits', () => {
  test('C12 asked on {requestedOn} with {noticeMonths} months takes effect on {day}')
    .with([
      { requestedOn: '2026-03-31', noticeMonths: 3, day: '2026-06-30' },
      { requestedOn: '2026-11-30', noticeMonths: 3, day: '2027-02-28' },
      { requestedOn: '2027-11-29', noticeMonths: 3, day: '2028-02-29' },
      { requestedOn: '2026-01-15', noticeMonths: 0, day: '2026-01-15' },
      { requestedOn: '2026-10-25', noticeMonths: 6, day: '2027-04-25' },
    ])
    .run(({ assert }, { day, ...asked }) => {
      assert.equal(exitDay({ kind: 'withdrawal', ...asked }), day)
      assert.equal(exitDay({ kind: 'reduction', ...asked }), day)
    })

  test('C12 death counts from its day, an exclusion from the day after the vote', ({ assert }) => {
    const asked = { requestedOn: '2026-05-20', noticeMonths: 3, happenedOn: '2026-05-01' }
    assert.equal(exitDay({ kind: 'death', ...asked }), '2026-05-01')
    assert.equal(exitDay({ kind: 'exclusion', ...asked }), '2026-05-02')
    assert.throws(() => exitDay({ kind: 'death', requestedOn: '2026-05-20', noticeMonths: 3 }))
  })

  const member = { joinedOn: '2024-02-01', leftOn: null, admittedOn: '2024-01-15' }
  const exit = (changes: object = {}) => ({
    kind: 'withdrawal',
    state: 'announced',
    effectiveOn: '2026-06-30',
    ...changes,
  })

  test('C12 a vote on day −1 counts, on day 0 it is refused', ({ assert }) => {
    const leaving = { ...member, exits: [exit()] }
    assert.isTrue(hasVotingRight(leaving, '2026-06-29'))
    assert.isFalse(hasVotingRight(leaving, '2026-06-30'))
    assert.isFalse(hasVotingRight({ ...member, exits: [] }, '2024-01-31'))
    assert.isTrue(hasVotingRight({ ...member, exits: [] }, '2024-02-01'))
  })

  test('C12 a reduction and a cancelled exit take no vote away; a departure does', ({ assert }) => {
    const votes = (exits: ReturnType<typeof exit>[], leftOn: string | null = null) =>
      hasVotingRight({ ...member, leftOn, exits }, '2026-07-01')
    assert.isTrue(votes([exit({ kind: 'reduction' })]))
    assert.isTrue(votes([exit({ state: 'cancelled' })]))
    assert.isFalse(votes([exit({ state: 'effective' })]))
    assert.isFalse(votes([], '2026-06-30'))
    assert.isTrue(votes([], '2026-07-02'))
  })

  test('C12 who came back votes again, and did not in between', ({ assert }) => {
    const back = {
      ...member,
      admittedOn: '2027-01-10',
      exits: [exit({ state: 'effective' })],
    }
    assert.isTrue(hasVotingRight(back, '2027-01-10'))
    assert.isFalse(hasVotingRight(back, '2026-12-01'))
    assert.isTrue(hasVotingRight(back, '2026-06-29'))
  })

  test('C12 whatever the day, exactly the days before the exit carry the vote', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: -400, max: 400 }),
        (noticeMonths, asked, distance) => {
          const requestedOn = isoDay(dayOf('2024-03-01').plus({ days: asked }))
          const day = exitDay({ kind: 'withdrawal', requestedOn, noticeMonths })
          assert.isTrue(day >= requestedOn)
          const asOf = isoDay(dayOf(day).plus({ days: distance }))
          if (asOf < member.joinedOn) return
          const leaving = { ...member, exits: [exit({ effectiveOn: day })] }
          assert.equal(hasVotingRight(leaving, asOf), distance < 0)
        }
      )
    )
  })
})

test.group('Membership rules | C13 exclusions', () => {
  test('C13 the day of the notice does not count, the day of the hearing does', ({ assert }) => {
    assert.equal(earliestHearing('2026-06-01', 15), '2026-06-16')
    assert.equal(earliestHearing('2026-02-20', 15), '2026-03-07')
    /** Summer time begins in between: days, not hours. */
    assert.equal(earliestHearing('2026-03-20', 15), '2026-04-04')
  })

  test('C13 without a hearing record the vote is blocked, and what is missing is named', ({
    assert,
  }) => {
    const none = {
      state: 'opened',
      notifiedOn: null,
      noticeProof: null,
      hearingOn: null,
      hearingRecord: null,
    }
    assert.deepEqual(missingSteps(none, 15), [
      'notice',
      'notice_proof',
      'hearing',
      'hearing_record',
    ])
    const notified = { ...none, state: 'notified', notifiedOn: '2026-06-01', noticeProof: 'RK 1' }
    assert.deepEqual(missingSteps(notified, 15), ['hearing', 'hearing_record'])
    const soon = { ...notified, hearingOn: '2026-06-15', hearingRecord: 'Entendue' }
    assert.deepEqual(missingSteps(soon, 15), ['hearing_days'])
    assert.deepEqual(missingSteps({ ...soon, hearingOn: '2026-06-16' }, 15), [])
  })

  test(
    'C13 {yes} for and {no} against reach {numerator}/{denominator} (strict: {strict}): {reached}'
  )
    .with([
      { yes: 2n, no: 1n, numerator: 2, denominator: 3, strict: false, reached: true },
      { yes: 2n, no: 1n, numerator: 2, denominator: 3, strict: true, reached: false },
      { yes: 66n, no: 34n, numerator: 2, denominator: 3, strict: false, reached: false },
      { yes: 67n, no: 33n, numerator: 2, denominator: 3, strict: false, reached: true },
      { yes: 50n, no: 50n, numerator: 1, denominator: 2, strict: true, reached: false },
      { yes: 0n, no: 0n, numerator: 2, denominator: 3, strict: false, reached: false },
      {
        yes: 2_000_000_000_000_000_000n,
        no: 1_000_000_000_000_000_001n,
        numerator: 2,
        denominator: 3,
        strict: false,
        reached: false,
      },
    ])
    .run(({ assert }, { yes, no, reached, ...majority }) => {
      assert.equal(reachesMajority({ yes, no }, majority), reached)
    })
})
