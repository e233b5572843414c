import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import Payment from '#models/subscriptions/payment'
import { endMonth } from '#services/demo/end_month'
import { askMonthlyFees } from '#services/subscriptions/ask_monthly_fees'
import { feeReference } from '#services/subscriptions/fee_reference'
import { installPlan } from '#services/subscriptions/install_plan'
import { recordPayment } from '#services/subscriptions/record_payment'
import { subscribe } from '#services/subscriptions/subscribe'
import { givenAccount, must } from '#tests/functional/catalogue/scene'
import { FixedClock, OffsetClock } from '#values/clock'

const actor = { label: 'essai' }

test.group('ending the demo month', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('pending payments settle in the month, the clock moves on, new fees are asked', async ({
    assert,
    cleanup,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'peerfy-clock-'))
    cleanup(() => rm(folder, { recursive: true }))
    const file = join(folder, 'demo', 'clock.json')
    const clock = new FixedClock('2034-02-10T12:00:00')
    const { code: planCode } = await installPlan()
    const account = await givenAccount()
    const subscription = must(await subscribe({ accountId: account.id, planCode, clock }))
    const asked = { subscriptionId: subscription.id, rail: 'demo' as const, actor, clock }
    const payment = must(await recordPayment({ ...asked, externalReference: 'essai-fin-de-mois' }))

    const { ended, now } = await endMonth(clock, file)
    assert.equal(ended, '2034-02')
    assert.equal(now.toISO(), '2034-03-01T09:00:00.000+01:00')
    await payment.refresh()
    assert.equal(payment.state, 'settled')
    assert.equal(payment.settledPeriod, '2034-02')

    const moved = new OffsetClock(file).now()
    assert.approximately(moved.toMillis(), now.toMillis(), 60_000)
    assert.match(await readFile(file, 'utf8'), /^\{"offset_ms":-?\d+\}\n$/)
    const fees = await Payment.query().where('subscriptionId', subscription.id)
    assert.sameMembers(
      fees.map((fee) => fee.state),
      ['settled', 'pending']
    )
  })

  test('the night’s job and the end of the month ask for the new fee once between them', async ({
    assert,
    cleanup,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'peerfy-clock-'))
    cleanup(() => rm(folder, { recursive: true }))
    const clock = new FixedClock('2034-02-10T12:00:00')
    const { code: planCode } = await installPlan()
    const account = await givenAccount()
    const subscription = must(await subscribe({ accountId: account.id, planCode, clock }))
    const asking = { rail: 'demo' as const, actor }
    const { now } = await endMonth(clock, join(folder, 'clock.json'))
    await askMonthlyFees({ ...asking, clock: new FixedClock(now) })
    await askMonthlyFees({ ...asking, clock: new FixedClock(now.plus({ days: 1 })) })
    const fees = await Payment.query().where('subscriptionId', subscription.id)
    assert.deepEqual(
      fees.map(({ externalReference }) => externalReference),
      [feeReference('demo', subscription.id, '2034-03')]
    )
  })
})
