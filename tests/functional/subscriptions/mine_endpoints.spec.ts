import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import { seedChart } from '#services/ledger/seed_chart'
import { installPlan } from '#services/subscriptions/install_plan'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, sentence, withClock } from '#tests/support/desk'
import { FixedClock } from '#values/clock'
import db from '@adonisjs/lucid/services/db'

const MINE = '/subscriptions/mine'
const clock = new FixedClock('2032-05-10T10:00:00')

test.group('Subscriptions | a person’s own', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    const rollback = await testUtils.db().wrapInGlobalTransaction()
    await db.transaction((trx) => seedChart(trx))
    await installPlan()
    return rollback
  })

  // Routes 'subscriptions.mine.store' and 'subscriptions.mine.destroy'.
  test('somebody subscribes once, however often they click, and cancels', async ({
    client,
    assert,
  }) => {
    const me = deskOf(client, await givenAccount())
    const before = (await me.page(MINE)).body().props
    assert.isNull(before.subscription)
    assert.equal(before.plan.priceCents, '800')
    await me.send(MINE)
    await me.send(MINE)
    const running = (await me.page(MINE)).body().props
    assert.equal(running.subscription.state, 'active')
    assert.lengthOf(running.payments, 1)
    const cancelled = await me.remove(MINE)
    assert.match(sentence(cancelled, 'success'), /résilié/)
    assert.equal((await me.page(MINE)).body().props.subscription.state, 'cancelled')
  })

  test('nobody subscribes, sees or cancels without signing in', async ({ client, assert }) => {
    const total = async () => Number((await db.from('subscriptions').count('* as total'))[0].total)
    const before = await total()
    for (const request of [client.get(MINE), client.post(MINE), client.delete(MINE)]) {
      const refused = await request.withCsrfToken().redirects(0)
      assert.match(refused.header('location')!, /sign-in/)
    }
    assert.equal(await total(), before)
    const stranger = deskOf(client, await givenAccount())
    await stranger.remove(MINE)
    assert.equal(await total(), before)
  })
})
