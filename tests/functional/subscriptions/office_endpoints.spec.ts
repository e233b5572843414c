import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import Payment from '#models/subscriptions/payment'
import { seedChart } from '#services/ledger/seed_chart'
import { installPlan } from '#services/subscriptions/install_plan'
import { startSubscription } from '#services/subscriptions/start_subscription'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2032-03-10T10:00:00')
const PAYMENTS = '/subscriptions/office/payments'

/** Somebody who asked to pay by transfer: the payment waits for the bank. */
async function givenPayer(fullName: string) {
  const plan = await installPlan()
  const account = await givenAccount({ fullName, email: `${newId()}@payeurs.fr` })
  const outcome = await startSubscription({
    accountId: account.id,
    planCode: plan.code,
    rail: 'transfer',
    clock,
  })
  if (!outcome.ok) throw new Error(outcome.error)
  return { account, payment: outcome.value.payment }
}

async function actsOn(paymentId: string): Promise<string[]> {
  const acts = await db.from('audit_events').where('subject_id', paymentId).orderBy('id')
  return acts.map((act) => act.action)
}

const treasurer = (client: ApiClient) => givenDesk(client, ['treasurer'])

test.group('Subscriptions | the register of payments', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    clock.moveTo('2032-03-10T10:00:00')
    const rollback = await testUtils.db().wrapInGlobalTransaction()
    await db.transaction((trx) => seedChart(trx))
    return rollback
  })

  test('is searched by person or reference, filtered, sorted, paged and exported', async ({
    client,
    assert,
  }) => {
    const one = await givenPayer('Élodie Zzquatre')
    await givenPayer('Bruno Zzquatre')
    const desk = await treasurer(client)
    const find = async (query: string) => (await desk.page(`${PAYMENTS}?${query}`)).body().props
    const byName = await find('search=elodie%20zzquatre')
    assert.deepEqual(
      byName.payments.map((row: any) => row.id),
      [one.payment.id]
    )
    assert.equal(byName.payments[0].subscriberName, 'Élodie Zzquatre')
    assert.isTrue(byName.may.manage)
    const byReference = await find(`search=${one.payment.externalReference}`)
    assert.equal(byReference.paging.total, 1)
    assert.equal((await find('search=zzquatre&state=settled')).paging.total, 0)
    assert.equal((await find('search=zzquatre&sort=-gross_cents')).paging.total, 2)
    assert.isAtLeast(byName.counts.pending, 2)
    const csv = await desk.file(`${PAYMENTS}.csv?search=elodie%20zzquatre`)
    const read = { action: 'subscriptions.export_payments', actor_account_id: desk.account.id }
    const [event] = await db.from('audit_events').where(read)
    assert.deepEqual(event.after, { state: null, filtered: true })
    const lines = csv.text().trim().split('\r\n')
    assert.lengthOf(lines, 2)
    assert.include(
      lines[1],
      `,Élodie Zzquatre,transfer,${one.payment.externalReference},pending,8.00,0.00,`
    )
  })

  test('filters that make no sense are refused, not guessed', async ({ client, assert }) => {
    const desk = await treasurer(client)
    for (const query of ['state=nope', 'sort=email', 'page=0', 'page=x']) {
      const refused = await desk.page(`${PAYMENTS}?${query}`).redirects(0)
      assert.notEqual(refused.status(), 200, query)
    }
  })

  // Route 'subscriptions.office.payments.settle'.
  test('P15 a payment settles once, in the month of the clock, with the bank’s fee', async ({
    client,
    assert,
  }) => {
    const { payment } = await givenPayer('Payeur')
    const desk = await treasurer(client)
    const path = `${PAYMENTS}/${payment.id}/settlement`
    for (const fee of ['beaucoup', '-1', '0,123']) {
      assert.isDefined(fieldErrors(await desk.send(path, { fee })).fee, fee)
    }
    const above = await desk.send(path, { fee: '9,00' })
    assert.match(fieldErrors(above).fee[0], /dépassent/)
    await payment.refresh()
    assert.equal(payment.state, 'pending')
    const done = await desk.send(path, { fee: '0,12' })
    assert.match(sentence(done, 'success'), /encaissé/)
    await payment.refresh()
    assert.equal(payment.state, 'settled')
    assert.equal(payment.settledPeriod, '2032-03')
    assert.equal(payment.paymentFeeCents, 12n)
    await desk.send(path, {})
    assert.deepEqual(await actsOn(payment.id), ['subscriptions.payment_settled'])
  })

  // Route 'subscriptions.office.payments.reverse'.
  test('a payment is reversed with a reason, and only once it had settled', async ({
    client,
    assert,
  }) => {
    const { payment } = await givenPayer('Payeur')
    const desk = await treasurer(client)
    const path = `${PAYMENTS}/${payment.id}/reversal`
    const early = await desk.send(path, { reason: 'rejet de la banque' })
    assert.match(sentence(early, 'error'), /rien à annuler/)
    await desk.send(`${PAYMENTS}/${payment.id}/settlement`)
    assert.isDefined(fieldErrors(await desk.send(path, { reason: ' ' })).reason)
    await desk.send(path, { reason: 'MD06, remboursement demandé' })
    await payment.refresh()
    assert.equal(payment.state, 'reversed')
    assert.equal(payment.settledPeriod, '2032-03')
    assert.deepEqual(await actsOn(payment.id), [
      'subscriptions.payment_settled',
      'subscriptions.payment_reversed',
    ])
    const again = await desk.send(`${PAYMENTS}/${payment.id}/settlement`)
    assert.match(sentence(again, 'error'), /annulé/)
    ;(await desk.send(`${PAYMENTS}/${newId()}/reversal`, { reason: 'inconnu' })).assertStatus(404)
  })

  // Route 'subscriptions.office.payments.store'.
  test('a transfer nobody was asked for is recorded for a subscriber', async ({
    client,
    assert,
  }) => {
    const { account, payment } = await givenPayer('Payeuse')
    const stranger = await givenAccount()
    const desk = await treasurer(client)
    const form = { email: account.email, amount: '8,5', reference: 'VIR 2032-0042' }
    const wrong = async (changes: object) =>
      Object.keys(fieldErrors(await desk.send(PAYMENTS, { ...form, ...changes })))
    assert.deepEqual(await wrong({ email: stranger.email }), ['email'])
    assert.deepEqual(await wrong({ email: 'personne@exemple.fr' }), ['email'])
    assert.deepEqual(await wrong({ amount: 'huit' }), ['amount'])
    assert.deepEqual(await wrong({ amount: '0' }), ['amount'])
    assert.deepEqual(await wrong({ reference: payment.externalReference }), ['reference'])
    assert.sameMembers(await wrong({ email: '', reference: '' }), ['email', 'reference'])
    assert.lengthOf(await Payment.query().where('subscriberId', payment.subscriberId), 1)

    await desk.send(PAYMENTS, form)
    await desk.send(PAYMENTS, form)
    const [found, ...more] = await Payment.query().where('externalReference', form.reference)
    assert.isEmpty(more)
    assert.equal(found.grossCents, 850n)
    assert.equal(found.state, 'pending')
    assert.deepEqual(await actsOn(found.id), ['subscriptions.payment_recorded'])
  })

  test('who may not is refused, and nothing has moved', async ({ client, assert }) => {
    const { payment } = await givenPayer('Payeur')
    const secretary = await givenDesk(client, ['secretary'])
    const moderator = await givenDesk(client, ['moderator'])
    const outsider = deskOf(client, await givenAccount())
    assert.isFalse((await secretary.page(PAYMENTS)).body().props.may.manage)
    const path = `${PAYMENTS}/${payment.id}`
    for (const refused of [
      await secretary.send(PAYMENTS, { email: 'a@b.fr', amount: '8', reference: 'x' }),
      await secretary.send(`${path}/settlement`),
      await secretary.send(`${path}/reversal`, { reason: 'pour voir' }),
      await moderator.page(PAYMENTS),
      await moderator.page('/subscriptions/office/subscribers'),
      await moderator.file(`${PAYMENTS}.csv`),
      await outsider.page(PAYMENTS),
      await outsider.send(`${path}/settlement`),
    ]) {
      assert.isTrue(isRefused(refused), refused.request.config.endpoint)
    }
    await payment.refresh()
    assert.equal(payment.state, 'pending')
    const nobody = await client.get(PAYMENTS).redirects(0)
    assert.match(nobody.header('location')!, /sign-in/)
  })
})

test.group('Subscriptions | the register of subscribers', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('shows who subscribes, searches, sorts and exports', async ({ client, assert }) => {
    await givenPayer('Abel Zzcinq')
    await givenPayer('Zoé Zzcinq')
    const desk = await givenDesk(client, ['secretary'])
    const path = '/subscriptions/office/subscribers'
    const find = async (query: string) => (await desk.page(`${path}?${query}`)).body().props
    const sorted = await find('search=zzcinq&sort=-name')
    assert.deepEqual(
      sorted.subscribers.map((row: any) => row.name),
      ['Zoé Zzcinq', 'Abel Zzcinq']
    )
    assert.equal(sorted.subscribers[0].state, 'active')
    assert.equal(sorted.subscribers[0].planName, 'Abonnement mensuel')
    assert.equal(sorted.subscribers[0].paidCount, 0)
    assert.isNull(sorted.subscribers[0].lastPaidOn)
    assert.equal((await find('search=zzcinq&state=ended')).paging.total, 0)
    assert.isAtLeast(sorted.counts.active, 2)
    const csv = await desk.file(`${path}.csv?search=abel%20zzcinq`)
    const read = { action: 'subscriptions.export_subscribers', actor_account_id: desk.account.id }
    assert.lengthOf(await db.from('audit_events').where(read), 1)
    const [head, line, rest] = csv.text().split('\r\n')
    assert.equal(head, 'id,name,email,plan,state,since,payments,last_payment')
    assert.include(line, ',Abel Zzcinq,')
    assert.equal(rest, '')
  })
})
