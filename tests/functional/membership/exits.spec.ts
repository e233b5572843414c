import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import fc from 'fast-check'
import Exit from '#models/membership/exit'
import Member from '#models/membership/member'
import { announceExit } from '#services/membership/exits/announce_exit'
import { cancelExit } from '#services/membership/exits/cancel_exit'
import { dueExits } from '#services/membership/exits/due_exits'
import { markEffective } from '#services/membership/exits/mark_effective'
import { memberStanding } from '#services/membership/queries/member_standing'
import { openExclusion } from '#services/membership/exclusions/open_exclusion'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { givenHolder } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { givenAdmitted, givenMember, OFFICE, refusalOf } from './member_scene.js'

test.group('Membership | exits', (group) => {
  const clock = new FixedClock('2026-01-31T15:00')
  const act = { actor: OFFICE, clock }
  let member: Member
  group.each.setup(async () => {
    clock.moveTo('2026-01-31T15:00')
    await emptyCooperative()
    await adoptTestStatutes({ exit: { noticeMonths: 3 } })
    member = await givenMember(clock)
  })

  const withdraw = () => announceExit({ memberId: member.id, kind: 'withdrawal', ...act })

  test('C12 the notice of the statutes fixes the day; the vote lasts until the day before', async ({
    assert,
  }) => {
    const exit = await withdraw()
    assert.equal(isoDay(exit.effectiveOn), '2026-04-30')
    assert.isTrue((await memberStanding(member, '2026-04-29')).mayVote)
    assert.isFalse((await memberStanding(member, '2026-04-30')).mayVote)
    assert.lengthOf(await dueExits('2026-04-29'), 0)
    assert.lengthOf(await dueExits('2026-04-30'), 1)
  })

  test('C12 statutes that change later do not move a day that was announced', async ({
    assert,
  }) => {
    const exit = await withdraw()
    await adoptTestStatutes({ exit: { noticeMonths: 12 } }, '2026-02-01')
    await exit.refresh()
    assert.equal(isoDay(exit.effectiveOn), '2026-04-30')
  })

  test('an exit late in the evening counts on its day in Paris', async ({ assert }) => {
    clock.moveTo('2026-03-31T23:30:00+02:00')
    assert.equal(isoDay((await withdraw()).effectiveOn), '2026-06-30')
  })

  test('one exit at a time, for members only', async ({ assert }) => {
    await withdraw()
    assert.equal(await refusalOf(withdraw()), 'exit_running')
    const waiting = await givenAdmitted(clock)
    const early = announceExit({ memberId: waiting.id, kind: 'withdrawal', ...act })
    assert.equal(await refusalOf(early), 'not_active')
  })

  test('two requests at once: one is announced', async ({ assert }) => {
    const outcomes = await Promise.allSettled([withdraw(), withdraw(), withdraw()])
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.lengthOf(await Exit.query().where('state', 'announced'), 1)
  })

  test('only a reduction names shares', async ({ assert }) => {
    for (const shares of [null, 0, -1, 1.5, Number.NaN]) {
      const asked = announceExit({ memberId: member.id, kind: 'reduction', shares, ...act })
      assert.equal(await refusalOf(asked), 'shares_named')
    }
    const asked = announceExit({ memberId: member.id, kind: 'withdrawal', shares: 2, ...act })
    assert.equal(await refusalOf(asked), 'shares_named')
  })

  test('C12 a change of mind counts until the day before, not on the day', async ({ assert }) => {
    const exit = await withdraw()
    clock.moveTo('2026-04-30T00:00')
    assert.equal(await refusalOf(cancelExit({ exitId: exit.id, ...act })), 'exit_over')
    clock.moveTo('2026-04-29T23:59')
    await cancelExit({ exitId: exit.id, ...act })
    assert.isTrue((await memberStanding(member, '2026-05-01')).mayVote)
    assert.equal(await refusalOf(cancelExit({ exitId: exit.id, ...act })), 'exit_over')
    assert.isFalse(await db.transaction((trx) => markEffective(trx, exit.id, clock)))
  })

  test('death counts from its day, takes the place of a withdrawal and ends an exclusion', async ({
    assert,
  }) => {
    const exit = await withdraw()
    const exclusion = await openExclusion({ memberId: member.id, grounds: 'Un long grief', ...act })
    clock.moveTo('2026-03-10T10:00')
    const die = (happenedOn?: string) =>
      announceExit({ memberId: member.id, kind: 'death', happenedOn, ...act })
    assert.equal(await refusalOf(die()), 'bad_death_day')
    assert.equal(await refusalOf(die('2026-03-11')), 'bad_death_day')
    assert.equal(await refusalOf(die('2026-01-30')), 'bad_death_day')
    const death = await die('2026-03-01')
    assert.equal(isoDay(death.effectiveOn), '2026-03-01')
    await exit.refresh()
    await exclusion.refresh()
    assert.equal(exit.state, 'cancelled')
    assert.equal(exclusion.state, 'dropped')
    assert.isFalse((await memberStanding(member, '2026-03-01')).mayVote)
    assert.equal(await refusalOf(die('2026-03-02')), 'exit_running')
    await cancelExit({ exitId: death.id, reason: 'homonyme', ...act })
  })

  /** What an exit may do, as one would say it, against what the services do. */
  test('C12 whatever is asked in whatever order, the model and the record agree', async ({
    assert,
  }) => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('withdraw' as const) }),
      fc.record({ do: fc.constant('reduce' as const) }),
      fc.record({ do: fc.constant('cancel' as const) }),
      fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 80 }) }),
      fc.record({ do: fc.constant('run' as const) })
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        clock.moveTo('2026-01-31T15:00')
        await emptyCooperative()
        await adoptTestStatutes({ exit: { noticeMonths: 3 } })
        const { id: memberId } = await givenHolder(clock, 50)
        let running: { kind: string; day: string; id: string } | null = null
        let left = false
        for (const one of steps) {
          const today = isoDay(clock.now())
          if (one.do === 'wait') clock.advance({ days: one.days })
          else if (one.do === 'withdraw' || one.do === 'reduce') {
            const kind = one.do === 'withdraw' ? ('withdrawal' as const) : ('reduction' as const)
            const shares = kind === 'reduction' ? 1 : null
            const asked = announceExit({ memberId, kind, shares, ...act })
            if (running || left) {
              assert.equal(await refusalOf(asked), left ? 'not_active' : 'exit_running')
            } else {
              const day = isoDay(dayOf(today).plus({ months: 3 }))
              const exit = await asked
              assert.equal(isoDay(exit.effectiveOn), day)
              running = { kind, day, id: exit.id }
            }
          } else if (one.do === 'cancel' && running) {
            const cancelled = cancelExit({ exitId: running.id, ...act })
            if (running.day <= today) assert.equal(await refusalOf(cancelled), 'exit_over')
            else {
              await cancelled
              running = null
            }
          } else if (one.do === 'run') {
            const due = (await dueExits(today)).filter((exit) => exit.memberId === memberId)
            assert.lengthOf(due, running && running.day <= today ? 1 : 0)
            const { effective } = await makeExitsEffective(act)
            assert.equal(effective.length, due.length)
            if (due.length === 0) continue
            left = due[0].endsMembership
            running = null
          }
        }
        const now = isoDay(clock.now())
        const fresh = await Member.findOrFail(memberId)
        const { mayVote } = await memberStanding(fresh, now)
        const ending = running?.kind === 'withdrawal' && running.day <= now
        assert.equal(mayVote, !left && !ending)
      }),
      {
        numRuns: 25,
        examples: [
          [[{ do: 'withdraw' }, { do: 'wait', days: 89 }, { do: 'run' }, { do: 'reduce' }]],
        ],
      }
    )
  }).timeout(60_000)
})
