import { test } from '@japa/runner'
import fc from 'fast-check'
import AuditEvent from '#models/identity/audit_event'
import type Exclusion from '#models/membership/exclusion'
import Exit from '#models/membership/exit'
import type Member from '#models/membership/member'
import { concludeExclusion } from '#services/membership/exclusions/conclude_exclusion'
import { dropExclusion } from '#services/membership/exclusions/drop_exclusion'
import { notifyExclusion } from '#services/membership/exclusions/notify_exclusion'
import { openExclusion } from '#services/membership/exclusions/open_exclusion'
import { recordHearing } from '#services/membership/exclusions/record_hearing'
import { announceExit } from '#services/membership/exits/announce_exit'
import { memberStanding } from '#services/membership/queries/member_standing'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { givenMember, OFFICE, refusalOf } from './member_scene.js'

const GROUNDS = 'A vendu en son nom les œuvres d’autrui.'

test.group('Membership | exclusions', (group) => {
  const clock = new FixedClock('2026-06-01T09:00')
  const act = { actor: OFFICE, clock }
  let member: Member
  group.each.setup(async () => {
    clock.moveTo('2026-06-01T09:00')
    await emptyCooperative()
    await adoptTestStatutes({ exclusion: { hearingDays: 15 } })
    member = await givenMember(clock)
  })

  const open = (memberId = member.id) => openExclusion({ memberId, grounds: GROUNDS, ...act })
  const notify = ({ id }: Exclusion, notifiedOn = isoDay(clock.now())) =>
    notifyExclusion({ exclusionId: id, notifiedOn, proof: 'RK 1A 234', ...act })
  const hear = ({ id }: Exclusion, hearingOn = isoDay(clock.now())) =>
    recordHearing({ exclusionId: id, hearingOn, record: 'Entendue, conteste.', ...act })
  const vote = ({ id }: Exclusion, yes: number, no: number, date = isoDay(clock.now())) =>
    concludeExclusion({ exclusionId: id, reference: 'AG-2026-R7', date, yes, no, ...act })

  /** As far as the hearing, on the first day that the statutes allow. */
  async function heard() {
    const exclusion = await open()
    await notify(exclusion)
    clock.moveTo('2026-06-16T18:00')
    return hear(exclusion)
  }

  test('C13 without a hearing record the vote is blocked, and the refusal names what is missing', async ({
    assert,
  }) => {
    const exclusion = await open()
    const refused = await vote(exclusion, 99, 0).catch((error) => error)
    assert.equal(refused.code, 'exclusion_incomplete')
    assert.equal(refused.figures.missing, 'notice,notice_proof,hearing,hearing_record')
    await notify(exclusion)
    const next = await vote(exclusion, 99, 0).catch((error) => error)
    assert.equal(next.figures.missing, 'hearing,hearing_record')
    assert.lengthOf(await Exit.all(), 0)
  })

  test('C13 nobody is heard before the fifteenth day after the notice', async ({ assert }) => {
    const exclusion = await open()
    assert.equal(await refusalOf(hear(exclusion)), 'not_notified')
    await notify(exclusion)
    clock.moveTo('2026-06-30T09:00')
    assert.equal(await refusalOf(hear(exclusion, '2026-06-15')), 'hearing_too_soon')
    assert.equal(await refusalOf(hear(exclusion, '2026-07-01')), 'hearing_to_come')
    const after = await hear(exclusion, '2026-06-16')
    assert.equal(after.state, 'heard')
    assert.equal(await refusalOf(notify(after)), 'heard_already')
  })

  test('C13 two thirds exactly exclude, from the day after the vote; the exit says so', async ({
    assert,
  }) => {
    const exclusion = await heard()
    clock.moveTo('2026-06-20T20:00')
    const voted = await vote(exclusion, 2, 1)
    assert.equal(voted.state, 'excluded')
    const exit = await Exit.findByOrFail('exclusionId', exclusion.id)
    assert.equal(exit.kind, 'exclusion')
    assert.equal(isoDay(exit.effectiveOn), '2026-06-21')
    assert.isTrue((await memberStanding(member, '2026-06-20')).mayVote)
    assert.isFalse((await memberStanding(member, '2026-06-21')).mayVote)
    assert.equal(await refusalOf(vote(exclusion, 2, 1)), 'exclusion_over')
    const acts = await AuditEvent.query().where('subjectId', member.id).orderBy('id')
    assert.deepEqual(
      acts.map(({ action }) => action.replace('membership.', '')),
      [
        'open_exclusion',
        'notify_exclusion',
        'hear_exclusion',
        'announce_exit',
        'conclude_exclusion',
      ]
    )
  })

  test('C13 one vote less rejects: the member stays', async ({ assert }) => {
    const exclusion = await heard()
    const voted = await vote(exclusion, 199, 100)
    assert.equal(voted.state, 'rejected')
    assert.lengthOf(await Exit.all(), 0)
    assert.isTrue((await memberStanding(member, '2026-12-01')).mayVote)
    await open()
  })

  test('C13 the vote is after the hearing and not in the future', async ({ assert }) => {
    const exclusion = await heard()
    assert.equal(await refusalOf(vote(exclusion, 9, 0, '2026-06-15')), 'bad_vote_day')
    assert.equal(await refusalOf(vote(exclusion, 9, 0, '2026-06-17')), 'bad_vote_day')
  })

  test('C13 an exclusion takes the place of a withdrawal that was announced', async ({
    assert,
  }) => {
    const exclusion = await heard()
    const withdrawal = await announceExit({ memberId: member.id, kind: 'withdrawal', ...act })
    await vote(exclusion, 3, 0)
    await withdrawal.refresh()
    assert.equal(withdrawal.state, 'cancelled')
  })

  test('a notice lies between the opening and today; one exclusion runs at a time', async ({
    assert,
  }) => {
    const exclusion = await open()
    assert.equal(await refusalOf(open()), 'exclusion_running')
    assert.equal(await refusalOf(notify(exclusion, '2026-05-31')), 'bad_notice_day')
    assert.equal(await refusalOf(notify(exclusion, '2026-06-02')), 'bad_notice_day')
    await dropExclusion({ exclusionId: exclusion.id, reason: 'excuses', ...act })
    assert.equal(await refusalOf(notify(exclusion)), 'exclusion_over')
    const outcomes = await Promise.allSettled([open(), open()])
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  /** Steps in any order and at any distance: only one way leads to an exclusion. */
  test('C13 whatever is tried in whatever order, nobody is excluded unheard', async ({
    assert,
  }) => {
    const step = fc.record({
      do: fc.constantFrom('notify', 'hear', 'vote', 'wait', 'drop'),
      days: fc.integer({ min: 1, max: 20 }),
      yes: fc.integer({ min: 0, max: 6 }),
      no: fc.integer({ min: 0, max: 3 }),
    })
    let excluded = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        clock.moveTo('2026-06-01T09:00')
        const { id } = await givenMember(clock)
        const exclusion = await open(id)
        const model = { state: 'opened', notified: '', heard: '' }
        for (const one of steps) {
          const today = isoDay(clock.now())
          const over = !['opened', 'notified', 'heard'].includes(model.state)
          if (one.do === 'wait') clock.advance({ days: one.days })
          else if (one.do === 'drop' && one.days < 18) continue
          else if (over) {
            assert.equal(await refusalOf(notify(exclusion)), 'exclusion_over')
          } else if (one.do === 'drop') {
            await dropExclusion({ exclusionId: exclusion.id, reason: 'essai', ...act })
            model.state = 'dropped'
          } else if (one.do === 'notify') {
            if (model.heard) assert.equal(await refusalOf(notify(exclusion)), 'heard_already')
            else {
              await notify(exclusion)
              Object.assign(model, { state: 'notified', notified: today })
            }
          } else if (one.do === 'hear') {
            const earliest = model.notified && isoDay(dayOf(model.notified).plus({ days: 15 }))
            if (!earliest) assert.equal(await refusalOf(hear(exclusion)), 'not_notified')
            else if (today < earliest) {
              assert.equal(await refusalOf(hear(exclusion)), 'hearing_too_soon')
            } else {
              await hear(exclusion)
              Object.assign(model, { state: 'heard', heard: today })
            }
          } else if (!model.heard) {
            assert.equal(await refusalOf(vote(exclusion, one.yes, one.no)), 'exclusion_incomplete')
          } else {
            await vote(exclusion, one.yes, one.no)
            const reached = one.yes > 0 && one.yes >= 2 * one.no
            model.state = reached ? 'excluded' : 'rejected'
          }
        }
        await exclusion.refresh()
        assert.equal(exclusion.state, model.state)
        const exits = await Exit.query().where('memberId', id)
        assert.lengthOf(exits, model.state === 'excluded' ? 1 : 0)
        if (model.state === 'excluded') excluded++
      }),
      {
        numRuns: 25,
        examples: [
          [
            [
              { do: 'notify', days: 1, yes: 0, no: 0 },
              { do: 'wait', days: 15, yes: 0, no: 0 },
              { do: 'hear', days: 1, yes: 0, no: 0 },
              { do: 'vote', days: 1, yes: 4, no: 2 },
            ],
          ],
        ],
      }
    )
    assert.isAbove(excluded, 0)
  }).timeout(60_000)
})
