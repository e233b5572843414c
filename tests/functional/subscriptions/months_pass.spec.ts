import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import FeeMail from '#mails/subscriptions/fee_mail'
import { subscriptionJobs } from '#jobs/subscriptions/monthly_jobs'
import Payment from '#models/subscriptions/payment'
import Subscription from '#models/subscriptions/subscription'
import { seedChart } from '#services/ledger/seed_chart'
import { installPlan } from '#services/subscriptions/install_plan'
import { personalAccess } from '#services/subscriptions/queries/personal_access'
import { settlePayment } from '#services/subscriptions/settle_payment'
import { schedule } from '#start/schedule'
import { must } from '#tests/functional/catalogue/scene'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, sentence, withClock } from '#tests/support/desk'
import { FixedClock } from '#values/clock'

const MINE = '/subscriptions/mine'
const clock = new FixedClock('2032-05-10T10:00:00')

/** What the scheduler does in a night, as the worker runs it. */
async function night(at: string) {
  clock.moveTo(at)
  const context = { id: '', attempt: 1, progress: async () => {} }
  const done: Record<string, unknown> = {}
  for (const job of subscriptionJobs) Object.assign(done, await job.handle({}, context))
  return done
}

const feesOf = (subscriptionId: string) =>
  Payment.query().where('subscriptionId', subscriptionId).orderBy('createdAt')

async function subscriptionsOf(account: Account) {
  return Subscription.query()
    .whereHas('subscriber', (subscriber) => subscriber.where('accountId', account.id))
    .orderBy('startedAt')
}

async function settle(payment: Payment) {
  must(
    await settlePayment({
      payment: { paymentId: payment.id },
      actor: { label: 'essai' },
      clock,
    })
  )
}

test.group('Subscriptions | months go by in a co-operative without demo', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    clock.moveTo('2032-05-10T10:00:00')
    const rollback = await testUtils.db().wrapInGlobalTransaction()
    // Nobody of the other specs: what a night does is told of these people alone.
    await db.from('subscriptions').update({ state: 'ended' })
    await db.transaction((trx) => seedChart(trx))
    await installPlan()
    return rollback
  })

  test('both jobs are in the schedule', ({ assert }) => {
    const scheduled = schedule.map(({ name }) => name)
    assert.includeMembers(
      scheduled,
      subscriptionJobs.map(({ name }) => name)
    )
  })

  test('the second month’s fee is asked for once, with a reference to copy and a mail', async ({
    client,
    assert,
    cleanup,
  }) => {
    const account = await givenAccount()
    await deskOf(client, account).send(MINE)
    const [subscription] = await subscriptionsOf(account)
    assert.deepEqual(await night('2032-05-11T00:10:00'), { ended: 0, asked: 0 })
    await settle((await feesOf(subscription.id))[0])

    const { mails } = mail.fake()
    cleanup(() => mail.restore())
    assert.deepEqual(await night('2032-06-01T00:10:00'), { ended: 0, asked: 1 })
    assert.deepEqual(await night('2032-06-01T00:10:01'), { ended: 0, asked: 0 })
    assert.deepEqual(await night('2032-06-02T00:10:00'), { ended: 0, asked: 0 })
    const fees = await feesOf(subscription.id)
    assert.deepEqual(
      fees.map(({ state, rail }) => [state, rail]),
      [
        ['settled', 'transfer'],
        ['pending', 'transfer'],
      ]
    )
    const [, june] = fees
    assert.match(june.externalReference, /^PEERFY-3206(-[2-9A-HJ-NP-Z]{4}){3}$/)
    mails.assertQueuedCount(FeeMail, 1)
    mails.assertQueued(FeeMail, ({ message }) => {
      message.assertTo(account.email)
      message.assertTextIncludes(june.externalReference)
      return true
    })
    // A night that was missed is made up for.
    assert.deepEqual(await night('2032-07-09T00:10:00'), { ended: 0, asked: 1 })
  })

  test('a cancelled one is asked nothing, ends with its month, and opens nothing afterwards', async ({
    client,
    assert,
  }) => {
    const account = await givenAccount()
    const me = deskOf(client, account)
    await me.send(MINE)
    const [first] = await subscriptionsOf(account)
    await settle((await feesOf(first.id))[0])
    await me.remove(MINE)
    clock.moveTo('2032-05-31T23:59:00')
    assert.equal((await personalAccess(account.id, clock)).state, 'open')
    // The month is over before the night's job has come.
    clock.moveTo('2032-06-01T00:00:30')
    assert.equal((await personalAccess(account.id, clock)).state, 'subscribe')
    assert.isNull((await me.page(MINE)).body().props.subscription)
    assert.deepEqual(await night('2032-06-01T00:10:00'), { ended: 1, asked: 0 })
    assert.deepEqual(await night('2032-06-01T00:11:00'), { ended: 0, asked: 0 })
    await first.refresh()
    assert.equal(first.state, 'ended')
    assert.lengthOf(await feesOf(first.id), 1)

    await me.send(MINE)
    const [, second] = await subscriptionsOf(account)
    assert.equal(second.state, 'active')
    assert.equal(second.subscriberId, first.subscriberId)
    assert.equal((await personalAccess(account.id, clock)).state, 'pay')
  })

  test('who subscribes again before the night’s job gets a new subscription all the same', async ({
    client,
    assert,
  }) => {
    const account = await givenAccount()
    const me = deskOf(client, account)
    await me.send(MINE)
    await me.remove(MINE)
    clock.moveTo('2032-06-01T00:00:30')
    await me.send(MINE)
    const states = (await subscriptionsOf(account)).map(({ state }) => state)
    assert.deepEqual(states, ['ended', 'active'])
  })

  test('subscribing again within the month takes the cancellation back, without a second fee', async ({
    client,
    assert,
  }) => {
    const account = await givenAccount()
    const me = deskOf(client, account)
    await me.send(MINE)
    await me.remove(MINE)
    const back = await me.send(MINE)
    assert.match(sentence(back, 'success'), /résiliation est annulée/)
    const [only, ...others] = await subscriptionsOf(account)
    assert.isEmpty(others)
    assert.equal(only.state, 'active')
    assert.isNull(only.cancelledAt)
    assert.lengthOf(await feesOf(only.id), 1)
    assert.deepEqual(await night('2032-06-01T00:10:00'), { ended: 0, asked: 1 })
  })

  test('a suspended account is asked nothing', async ({ client, assert }) => {
    const account = await givenAccount()
    await deskOf(client, account).send(MINE)
    await account.merge({ disabledAt: clock.now() }).save()
    assert.deepEqual(await night('2032-06-01T00:10:00'), { ended: 0, asked: 0 })
  })
})
