import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, givenDesk, isRefused, withClock } from '#tests/support/desk'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')

test.group('Office | what waits', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
    await smallMonth(PERIOD)
  })

  test('the month waits for the treasurer once it is over, late after five days', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const before = (await desk.page('/office')).body().props
    assert.notInclude(
      before.tasks.map((task: any) => task.key),
      'close_period'
    )
    assert.equal(before.open.period, PERIOD)
    assert.equal(before.open.settledPayments, 16)
    assert.equal(before.open.downloads, 30)
    clock.moveTo('2026-11-02')
    const task = async () =>
      (await desk.page('/office')).body().props.tasks.find((one: any) => one.key === 'close_period')
    assert.deepInclude(await task(), { period: PERIOD, urgent: false })
    clock.moveTo('2026-11-07')
    assert.isTrue((await task()).urgent)
    await closeMonth(clock, PERIOD)
    assert.isUndefined(await task())
  })

  test('an approver without a role finds the month to approve, nobody else', async ({
    client,
    assert,
  }) => {
    await closeMonth(clock, PERIOD)
    const desk = await givenDesk(client, ['moderator'])
    const keys = async () =>
      (await desk.page('/office')).body().props.tasks.map((task: any) => task.key)
    assert.notInclude(await keys(), 'approve_period')
    await db.table('approval_mandates').insert({
      id: desk.account.id,
      account_id: desk.account.id,
      capacity: 'artists_delegate',
      starts_on: '2026-01-01',
      created_at: clock.now().toISO(),
    })
    assert.include(await keys(), 'approve_period')
    const secretary = await givenDesk(client, ['secretary'])
    const { tasks, months } = (await secretary.page('/office')).body().props
    assert.notInclude(
      tasks.map((task: any) => task.key),
      'approve_period'
    )
    assert.deepEqual(months, [{ period: PERIOD, state: 'computed' }])
  })

  test('the last acts are told in words to who may read the trail', async ({ client, assert }) => {
    clock.moveTo('2050-01-01')
    const secretary = await givenDesk(client, ['secretary'])
    const { recent } = (await secretary.page('/office')).body().props
    assert.include(
      recent.map((act: any) => act.title),
      'Rôle donné'
    )
    const moderator = await givenDesk(client, ['moderator'])
    const seen = (await moderator.page('/office')).body().props
    assert.deepEqual(seen.recent, [])
    assert.isNull(seen.months, 'not « no month is closed yet », which would be false')
    assert.isTrue(isRefused(await deskOf(client, await givenAccount()).page('/office')))
  })
})
