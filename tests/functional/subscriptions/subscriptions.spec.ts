import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import Subscriber from '#models/subscriptions/subscriber'
import { cancelSubscription } from '#services/subscriptions/cancel_subscription'
import { endCancelledSubscriptions } from '#services/subscriptions/end_cancelled_subscriptions'
import { installPlan } from '#services/subscriptions/install_plan'
import {
  findSubscriber,
  runningSubscription,
} from '#services/subscriptions/queries/find_subscriber'
import { recordPayment } from '#services/subscriptions/record_payment'
import { subscribe } from '#services/subscriptions/subscribe'
import { givenAccount, must, refusal } from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'

test.group('subscriptions', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('P9: a person keeps one random pseudonym through pauses', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { code: planCode } = await installPlan()
    const { id: accountId } = await givenAccount()
    const first = must(await subscribe({ accountId, planCode, clock }))
    assert.notEqual(first.subscriberId, accountId)
    assert.equal(refusal(await subscribe({ accountId, planCode, clock })), 'subscribed_already')

    must(await cancelSubscription(first.id, clock))
    must(await cancelSubscription(first.id, clock))
    assert.equal(refusal(await subscribe({ accountId, planCode, clock })), 'subscribed_already')
    await endCancelledSubscriptions(clock.moveTo('2031-03-31T23:00:00'))
    await first.refresh()
    assert.equal(first.state, 'cancelled')
    await endCancelledSubscriptions(clock.moveTo('2031-04-01T00:30:00'))
    await first.refresh()
    assert.equal(first.state, 'ended')
    assert.isNull(await runningSubscription(first.subscriberId, clock))
    assert.equal(refusal(await cancelSubscription(first.id, clock)), 'ended')
    const actor = { label: 'essai' }
    const asked = {
      subscriptionId: first.id,
      rail: 'demo' as const,
      externalReference: 'z',
      actor,
      clock,
    }
    assert.equal(refusal(await recordPayment(asked)), 'subscription_ended')

    const second = must(await subscribe({ accountId, planCode, clock }))
    assert.equal(second.subscriberId, first.subscriberId)
    const found = await findSubscriber(accountId)
    assert.equal(found!.id, first.subscriberId)
    assert.lengthOf(await Subscriber.query().where({ accountId }), 1)
  })

  test('only a plan on offer can be taken', async ({ assert }) => {
    const plan = await installPlan()
    const again = await installPlan()
    assert.equal(again.id, plan.id)
    const { id: accountId } = await givenAccount()
    const at = (clock: FixedClock, planCode = plan.code) =>
      subscribe({ accountId, planCode, clock })
    assert.equal(refusal(await at(new FixedClock('2025-12-31'))), 'not_on_offer')
    assert.equal(refusal(await at(new FixedClock('2031-03-10'), 'gratuit')), 'unknown_plan')
  })
})

test.group('subscriptions, several at once', () => {
  test('two clicks at once begin one subscription', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { code: planCode } = await installPlan()
    const { id: accountId } = await givenAccount()
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => subscribe({ accountId, planCode, clock }))
    )
    assert.lengthOf(
      outcomes.filter((outcome) => outcome.ok),
      1
    )
  })
})
