import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import emitter from '@adonisjs/core/services/emitter'
import { test } from '@japa/runner'
import Payment from '#models/subscriptions/payment'
import { askMonthlyFees } from '#services/subscriptions/ask_monthly_fees'
import { feeReference } from '#services/subscriptions/fee_reference'
import { failPayment } from '#services/subscriptions/fail_payment'
import { installPlan } from '#services/subscriptions/install_plan'
import { MonthBeingClosedError } from '#services/subscriptions/lock_month'
import { recordPayment } from '#services/subscriptions/record_payment'
import { reversePayment } from '#services/subscriptions/reverse_payment'
import { settlePayment } from '#services/subscriptions/settle_payment'
import { subscribe } from '#services/subscriptions/subscribe'
import { givenAccount, must, refusal } from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const actor = { label: 'essai' }

async function givenPayment(clock: FixedClock) {
  const plan = await installPlan()
  const account = await givenAccount()
  const subscription = must(await subscribe({ accountId: account.id, planCode: plan.code, clock }))
  const asked = {
    subscriptionId: subscription.id,
    rail: 'demo' as const,
    externalReference: `essai-${newId()}`,
    actor,
    clock,
  }
  return { subscription, asked, payment: must(await recordPayment(asked)) }
}

async function kindsOf(paymentId: string) {
  const events = await db.from('payment_events').where({ payment_id: paymentId }).orderBy('at')
  return events.map((event) => event.kind)
}

async function ledgerCents(paymentId: string) {
  const { rows } = await db.rawQuery(
    `SELECT l.account_code, sum(l.debit_cents - l.credit_cents)::text AS cents
       FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
      WHERE e.piece_reference LIKE ? GROUP BY 1 ORDER BY 1`,
    [`%${paymentId}%`]
  )
  return Object.fromEntries(rows.map((row: any) => [row.account_code, row.cents]))
}

test.group('payments', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('a payment is 8,00 € with 1,33 € of VAT and the fee of its rail', async ({ assert }) => {
    const { payment } = await givenPayment(new FixedClock('2031-03-10'))
    assert.equal(payment.grossCents, 800n)
    assert.equal(payment.vatCents, 133n)
    assert.equal(payment.paymentFeeCents, 25n)
    assert.equal(payment.state, 'pending')
    assert.deepEqual(await ledgerCents(payment.id), {})
  })

  test('a payment counts in the month of Paris in which it settled', async ({ assert }) => {
    const clock = new FixedClock('2031-03-30')
    const { payment } = await givenPayment(clock)
    clock.moveTo('2031-03-31T23:59:59')
    const before = must(await settlePayment({ payment: { paymentId: payment.id }, actor, clock }))
    assert.equal(before.settledPeriod, '2031-03')

    const { payment: late } = await givenPayment(clock)
    clock.moveTo('2031-04-01T00:00:00')
    const after = must(await settlePayment({ payment: { paymentId: late.id }, actor, clock }))
    assert.equal(after.settledPeriod, '2031-04')
  })

  test('recording and settling twice change nothing, by id or by reference', async ({ assert }) => {
    using events = emitter.fake(['subscriptions:payment_settled'])
    const clock = new FixedClock('2031-03-10')
    const { payment, asked } = await givenPayment(clock)
    assert.equal(must(await recordPayment(asked)).id, payment.id)
    const first = must(await settlePayment({ payment: { paymentId: payment.id }, actor, clock }))
    clock.moveTo('2031-05-02')
    const { rail, externalReference } = asked
    const again = must(await settlePayment({ payment: { rail, externalReference }, actor, clock }))
    assert.equal(again.settledAt!.toMillis(), first.settledAt!.toMillis())
    assert.equal(again.settledPeriod, '2031-03')
    assert.deepEqual(await kindsOf(payment.id), ['recorded', 'settled'])
    assert.deepEqual(await ledgerCents(payment.id), {
      411: '0',
      512: '775',
      627: '25',
      706: '-667',
      44571: '-133',
    })
    events.assertEmittedCount('subscriptions:payment_settled', 1)
  })

  test('a reference cannot serve for another amount or person', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { asked } = await givenPayment(clock)
    const other = await givenPayment(clock)
    const { externalReference } = asked
    assert.equal(refusal(await recordPayment({ ...asked, grossCents: 900n })), 'reference_reused')
    assert.equal(
      refusal(await recordPayment({ ...other.asked, externalReference })),
      'reference_reused'
    )
    assert.equal(refusal(await recordPayment({ ...asked, grossCents: 0n })), 'not_positive')
    assert.equal(
      refusal(await recordPayment({ ...asked, subscriptionId: newId() })),
      'unknown_subscription'
    )
  })

  test('P15: a reversal keeps the month, gives the money back once and says why', async ({
    assert,
  }) => {
    using events = emitter.fake(['subscriptions:payment_reversed'])
    const clock = new FixedClock('2031-03-10')
    const { payment } = await givenPayment(clock)
    const back = { payment: { paymentId: payment.id }, reason: 'MD06', actor, clock }
    assert.equal(refusal(await reversePayment(back)), 'not_settled')
    must(await settlePayment({ payment: { paymentId: payment.id }, actor, clock }))
    assert.equal(refusal(await reversePayment({ ...back, reason: ' ' })), 'reason_missing')
    clock.moveTo('2031-04-20')
    const reversed = must(await reversePayment(back))
    must(await reversePayment(back))
    assert.equal(reversed.state, 'reversed')
    assert.equal(reversed.settledPeriod, '2031-03')
    assert.equal(refusal(await settlePayment(back)), 'reversed')
    assert.deepEqual(await kindsOf(payment.id), ['recorded', 'settled', 'reversed'])
    assert.deepEqual(await ledgerCents(payment.id), {
      411: '0',
      512: '-25',
      627: '25',
      706: '0',
      44571: '0',
    })
    events.assertEmittedCount('subscriptions:payment_reversed', 1)
  })

  test('a payment that failed is neither settled nor reversed', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { payment } = await givenPayment(clock)
    const step = { payment: { paymentId: payment.id }, reason: 'AM04', actor, clock }
    assert.equal(must(await failPayment(step)).state, 'failed')
    assert.equal(must(await failPayment(step)).state, 'failed')
    assert.equal(refusal(await settlePayment(step)), 'failed')
    assert.equal(refusal(await reversePayment(step)), 'failed')
    assert.deepEqual(await ledgerCents(payment.id), {})
  })
})

test.group('payments, several at once', () => {
  test('ten settlements at once give one event and one entry a journal', async ({ assert }) => {
    const clock = new FixedClock('2031-06-10')
    const { payment } = await givenPayment(clock)
    const key = { payment: { paymentId: payment.id }, actor, clock }
    await Promise.all(Array.from({ length: 10 }, () => settlePayment(key)))
    assert.sameMembers(await kindsOf(payment.id), ['recorded', 'settled'])
    const entries = await db.from('journal_entries').whereLike('piece_reference', `%${payment.id}%`)
    assert.lengthOf(entries, 2)
    await assert.rejects(
      () => db.from('payment_events').where({ payment_id: payment.id }).delete(),
      /never changed or deleted/
    )
    await payment.refresh()
    assert.equal(payment.state, 'settled')
  })
})

test.group('payments and the close', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('P15: no payment settles in a month whose close has begun', async ({ assert }) => {
    const clock = new FixedClock('2033-07-31T23:59:59')
    const { payment } = await givenPayment(clock)
    const opened = clock.now().toISO()
    await db.table('periods').insert({ period: '2033-07', state: 'closing', opened_at: opened })
    const key = { payment: { paymentId: payment.id }, actor, clock }
    await assert.rejects(() => settlePayment(key), MonthBeingClosedError)
    await payment.refresh()
    assert.equal(payment.state, 'pending')
    clock.moveTo('2033-08-01T00:00:00')
    assert.equal(must(await settlePayment(key)).settledPeriod, '2033-08')
  })

  test('a month asks each subscription for one fee', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { subscription } = await givenPayment(clock)
    const asked = { rail: 'demo' as const, actor, clock }
    const feesOf = () => Payment.query().where('subscriptionId', subscription.id)
    await askMonthlyFees(asked)
    assert.lengthOf(await feesOf(), 1)
    clock.moveTo('2031-04-01')
    await askMonthlyFees(asked)
    assert.equal(await askMonthlyFees(asked), 0)
    const fees = await feesOf()
    const references = fees.map((fee) => fee.externalReference)
    assert.lengthOf(references, 2)
    const reference = feeReference('demo', subscription.id, '2031-04')
    assert.include(references, reference)
    assert.match(reference, /^PEERFY-3104(-[2-9A-HJ-NP-Z]{4}){3}$/)
  })
})
