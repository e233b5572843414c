import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import { runChecks } from '#checks/index'
import { activateMember } from '#services/membership/activate_member'
import { recordDeparture } from '#services/membership/leave_membership'
import { categoryCounts, presentCategories } from '#services/membership/queries/category_counts'
import { listMembers } from '#services/membership/queries/list_members'
import { memberStanding } from '#services/membership/queries/member_standing'
import '#services/membership/timeline_sources'
import { memberTimeline } from '#services/membership/timeline'
import { undoDeparture } from '#services/membership/undo_departure'
import { projectYear } from '#services/shares/review/project_year'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { isoDay } from '#values/day'
import { givenAdmitted, givenMember, OFFICE } from './member_scene.js'

const PERSON = { givenName: 'Zoé', familyName: 'Le Goff', birthDate: '1990-07-14' }

/** Zoé was a member from 2020 to 2022, and is one again since 2025. */
test.group('Membership | who left and came back', (group) => {
  const clock = new FixedClock('2020-05-04T10:00')
  const act = { actor: OFFICE, clock }
  let zoe: Member
  group.each.setup(async () => {
    clock.moveTo('2020-05-04T10:00')
    await emptyCooperative()
    await adoptTestStatutes()
    zoe = await givenMember(clock, PERSON)
    clock.moveTo('2022-03-01T10:00')
    await leave()
    clock.moveTo('2025-06-02T10:00')
    await givenAdmitted(clock, { ...PERSON, categoryCodes: ['supporter'] })
    await db.transaction((trx) =>
      activateMember(trx, { memberId: zoe.id, on: clock.now(), ...act })
    )
    await zoe.refresh()
    return async () => {
      const results = await runChecks({ period: null }, { only: /^membership\./ })
      const wrong = results.filter(({ failure }) => failure)
      if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
      await emptyCooperative()
    }
  })

  const leave = () =>
    db.transaction((trx) => recordDeparture(trx, { memberId: zoe.id, on: clock.now(), ...act }))
  const periods = async () => {
    const { rows } = await db.rawQuery(
      `SELECT joined_on::text AS joined, left_on::text AS left FROM membership_periods
        WHERE member_id = ? ORDER BY joined_on`,
      [zoe.id]
    )
    return rows.map((row: { joined: string; left: string | null }) => [row.joined, row.left])
  }

  /** Whether each way of asking says that Zoé was a member on a day. */
  async function saidOf(day: string): Promise<boolean[]> {
    const { settings } = (await statutesInForce(day))!
    const { rows } = await listMembers({ asOf: day }, {}, isoDay(clock.now()))
    const searched = await listMembers({ asOf: day, search: 'goff' }, {}, isoDay(clock.now()))
    const counts = await categoryCounts(settings, day)
    const present = await presentCategories(settings, day)
    return [rows.length, searched.total.count, counts.size, present.length].map((one) => one > 0)
  }

  test('C03 lists, counts and categories of a day: a member before and after, none in the years between', async ({
    assert,
  }) => {
    const all = (yes: boolean) => [yes, yes, yes, yes]
    assert.deepEqual(await saidOf('2020-05-03'), all(false))
    assert.deepEqual(await saidOf('2020-05-04'), all(true))
    assert.deepEqual(await saidOf('2022-02-28'), all(true))
    assert.deepEqual(await saidOf('2022-03-01'), all(false))
    assert.deepEqual(await saidOf('2023-12-31'), all(false))
    assert.deepEqual(await saidOf('2025-06-01'), all(false))
    assert.deepEqual(await saidOf('2025-06-02'), all(true))
    assert.deepEqual(await periods(), [
      ['2020-05-04', '2022-03-01'],
      ['2025-06-02', null],
    ])
    assert.equal(isoDay(zoe.joinedOn!), '2020-05-04')
    assert.equal(isoDay(zoe.memberSince!), '2025-06-02')
  })

  test('C12 no vote between two memberships', async ({ assert }) => {
    const votes = async (day: string) => (await memberStanding(zoe, day)).mayVote
    assert.deepEqual(
      [await votes('2021-01-01'), await votes('2023-01-01'), await votes('2025-06-02')],
      [true, false, true]
    )
  })

  test('C36 a year’s data count the end and the return in their own years', async ({ assert }) => {
    const tell = async (year: number) => {
      const { membersAtStart, membersAtEnd, joins, exitsByCategory } = await projectYear(year)
      const sum = (counts: Record<string, number>) =>
        Object.values(counts).reduce((total, one) => total + one, 0)
      return [sum(membersAtStart), sum(joins), sum(exitsByCategory), sum(membersAtEnd)]
    }
    assert.deepEqual(await tell(2020), [0, 1, 0, 1])
    assert.deepEqual(await tell(2022), [1, 0, 1, 0])
    assert.deepEqual(await tell(2023), [0, 0, 0, 0])
    assert.deepEqual(await tell(2025), [0, 1, 0, 1])
    assert.deepEqual((await projectYear(2025)).joins, { supporter: 1 })
    assert.deepEqual((await projectYear(2022)).exitsByCategory, { subscriber: 1 })
  })

  test('the story tells of both memberships', async ({ assert }) => {
    const told = (await memberTimeline(zoe.id)).filter(({ key }) =>
      /\.(joined|left|came_back)$/.test(key)
    )
    assert.deepEqual(
      told.map(({ at, key }) => [at, key.split('.').at(-1)]),
      [
        ['2025-06-02', 'came_back'],
        ['2022-03-01', 'left'],
        ['2020-05-04', 'joined'],
      ]
    )
  })

  test('a departure that was an error leaves no gap', async ({ assert }) => {
    clock.moveTo('2026-01-05T10:00')
    await leave()
    clock.moveTo('2026-02-05T10:00')
    await db.transaction((trx) =>
      undoDeparture(trx, { memberId: zoe.id, exitId: null, reason: 'erreur', ...act })
    )
    assert.deepEqual(await periods(), [
      ['2020-05-04', '2022-03-01'],
      ['2025-06-02', null],
    ])
    assert.deepEqual(await saidOf('2026-01-20'), [true, true, true, true])
  })

  test('the day of a return may be the day of the end, and the periods touch', async ({
    assert,
  }) => {
    clock.moveTo('2026-01-05T10:00')
    await leave()
    await givenAdmitted(clock, { ...PERSON, categoryCodes: ['artist'] })
    await db.transaction((trx) =>
      activateMember(trx, { memberId: zoe.id, on: clock.now(), ...act })
    )
    assert.deepEqual((await periods()).slice(1), [
      ['2025-06-02', '2026-01-05'],
      ['2026-01-05', null],
    ])
  })

  test('periods are written by nobody’s hand, and the days of a membership do not change', async ({
    assert,
  }) => {
    const acts = [
      `UPDATE membership_periods SET left_on = '2024-01-01' WHERE left_on IS NOT NULL`,
      `UPDATE membership_periods SET joined_on = '2021-01-01' WHERE left_on IS NOT NULL`,
      'DELETE FROM membership_periods',
      'TRUNCATE membership_periods',
      `INSERT INTO membership_periods (member_id, joined_on, left_on) VALUES ('${zoe.id}', '2023-01-01', '2024-01-01')`,
      `UPDATE members SET member_since = '2021-01-01'`,
      `UPDATE members SET left_on = '2026-01-01'`,
    ]
    for (const sql of acts) {
      await assert.rejects(() => db.transaction((trx) => trx.rawQuery(sql)), /never|stay|check/)
    }
  })

  test('a return dated before the end is refused: one membership at a time', async ({ assert }) => {
    clock.moveTo('2026-01-05T10:00')
    await leave()
    const comesBack = () =>
      db.transaction((trx) => activateMember(trx, { memberId: zoe.id, on: '2025-09-01', ...act }))
    await assert.rejects(comesBack, /one_membership_at_a_time/)
  })
})
