import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ShareMovement from '#models/shares/share_movement'
import Member from '#models/membership/member'
import { capitalNow } from '#services/shares/queries/capital_now'
import { holdingOf } from '#services/shares/queries/holding_of'
import { registerAt } from '#services/shares/queries/register_at'
import { movementHash, REGISTER_START } from '#services/shares/movements/movement_hash'
import {
  buyShares,
  givenAdmitted,
  givenHolder,
  ledgerOf,
  must,
  NOMINAL,
  pay,
  refusalCode,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { adoptTestStatutes } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2026-03-10T10:00:00')

test.group('Shares | subscriptions and the register', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('C07 three shares of 20 € are 60 €, and exist once the money is in', async ({ assert }) => {
    const member = await givenAdmitted(clock)
    const subscription = must(await signBulletin(clock, member.id, { shares: 3 }))
    assert.equal(subscription.totalCents, 6_000n)
    const first = must(await pay(clock, subscription.id, 5_999n))
    assert.isNull(first.movement)
    assert.deepEqual(await ledgerOf(member.id), { 4563: '-5999' })
    assert.equal((await holdingOf(member.id)).shares, 0)
    assert.isNull((await Member.findOrFail(member.id)).number)

    const rest = must(await pay(clock, subscription.id, 1n))
    assert.equal(rest.movement!.type, 'subscribe')
    assert.equal(rest.movement!.number, 1n)
    assert.deepEqual(await ledgerOf(member.id), { 10131: '-6000' })
    const { state, number } = await Member.findOrFail(member.id)
    assert.equal(state, 'active')
    assert.equal(number, 1)
    const capital = await capitalNow(clock)
    assert.equal(capital.subscribedCents, 6_000n)
    assert.equal(capital.peakCents, 6_000n)
    assert.equal(capital.floorCents, 1_500n)
  })

  test('C07 another nominal, half a share, none, or fewer than the category asks are refused', async ({
    assert,
  }) => {
    const member = await givenAdmitted(clock, { categoryCodes: ['partner'], kind: 'legal' })
    const sign = async (given: object) => refusalCode(await signBulletin(clock, member.id, given))
    assert.equal(await sign({ shares: 10, nominalCents: 1_999n }), 'nominal_of_statutes')
    for (const shares of [0.5, 0, -1]) assert.equal(await sign({ shares }), 'shares_not_whole')
    assert.equal(await sign({ shares: 9 }), 'least_shares')
    assert.equal(refusalCode(await signBulletin(clock, newId())), 'unknown_member')
    await buyShares(clock, member.id, 10)
    await buyShares(clock, member.id, 1)
    assert.equal((await holdingOf(member.id)).shares, 11)
  })

  test('C08 100 € ask for 25,00 € at once: 24,99 € are rejected', async ({ assert }) => {
    await adoptTestStatutes({ capital: { paidUpBp: 2_500 } }, '2026-01-01')
    const member = await givenAdmitted(clock)
    const sign = (firstPaymentCents: bigint) =>
      signBulletin(clock, member.id, { shares: 5, firstPaymentCents })
    assert.equal(refusalCode(await sign(2_499n)), 'paid_up_part')
    assert.equal(refusalCode(await sign(10_001n)), 'paid_up_part')
    const subscription = must(await sign(2_500n))
    must(await pay(clock, subscription.id, 2_500n))
    assert.deepEqual(await ledgerOf(member.id), { 109: '7500', 1011: '-7500', 10131: '-2500' })
    must(await pay(clock, subscription.id, 3_000n))
    assert.deepEqual(await ledgerOf(member.id), { 109: '4500', 1011: '-4500', 10131: '-5500' })
    assert.equal((await holdingOf(member.id)).paidCents, 5_500n)
    assert.equal(refusalCode(await pay(clock, subscription.id, 4_501n)), 'too_much')
  })

  test('the same line of the bank is the same money; another use of it is refused', async ({
    assert,
  }) => {
    const member = await givenAdmitted(clock)
    const subscription = must(await signBulletin(clock, member.id, { shares: 2 }))
    const bankReference = `VIR-${newId()}`
    must(await pay(clock, subscription.id, 4_000n, { bankReference }))
    const again = must(await pay(clock, subscription.id, 4_000n, { bankReference }))
    assert.isNull(again.movement)
    assert.equal(
      refusalCode(await pay(clock, subscription.id, 1n, { bankReference })),
      'reference_reused'
    )
    assert.equal(refusalCode(await pay(clock, subscription.id, 0n)), 'amount_not_positive')
    const bankDate = '2026-03-11'
    assert.equal(refusalCode(await pay(clock, subscription.id, 1n, { bankDate })), 'day_in_future')
    assert.equal((await capitalNow(clock)).lastNumber, 1n)
  })

  test('C09 money of a public body above half is kept safe and registers nothing', async ({
    assert,
  }) => {
    await givenHolder(clock, 50)
    const town = await givenAdmitted(clock, {
      kind: 'public_body',
      name: 'Ville de Montreuil',
      siren: '219300480',
    })
    assert.equal(refusalCode(await signBulletin(clock, town.id, { shares: 51 })), 'public_half')
    const other = await givenAdmitted(clock)
    const awaited = must(await signBulletin(clock, other.id, { shares: 1 }))
    const subscription = must(await signBulletin(clock, town.id, { shares: 51 }))
    const paid = must(await pay(clock, subscription.id, 51n * NOMINAL))
    assert.equal(paid.waiting!.code, 'public_half')
    assert.deepEqual(await ledgerOf(town.id), { 4563: '-102000' })
    must(await pay(clock, awaited.id, NOMINAL))
    const { registerPaidSubscription } =
      await import('#services/shares/subscriptions/register_subscription')
    must(
      await registerPaidSubscription({
        subscriptionId: subscription.id,
        actor: { label: 'e' },
        clock,
      })
    )
    assert.equal((await holdingOf(town.id)).shares, 51)
  })

  test('C11 numbers follow, hashes chain, and nothing is changed or removed', async ({
    assert,
  }) => {
    for (const shares of [1, 2, 3]) await givenHolder(clock, shares)
    const movements = await ShareMovement.query().orderBy('number')
    let previous: Buffer = REGISTER_START
    for (const [index, movement] of movements.entries()) {
      assert.equal(movement.number, BigInt(index + 1))
      assert.isTrue(movementHash(previous, movement).equals(movement.hash))
      previous = movement.hash
    }
    for (const sql of [
      'UPDATE share_movements SET shares = 9 WHERE number = 1',
      'DELETE FROM share_movements WHERE number = 3',
      'TRUNCATE share_movements',
      'UPDATE share_holdings SET shares = 9',
      'UPDATE capital_totals SET peak_cents = 0',
      'TRUNCATE capital_totals',
    ]) {
      await assert.rejects(() => db.transaction((trx) => trx.rawQuery(sql)), /record|never|follow/)
    }
  })

  test('C11 the register of a day shows the shares, names and addresses of that day', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 2, { name: 'Arlette' })
    clock.moveTo('2026-06-01T09:00')
    await buyShares(clock, member.id, 3)
    const [march] = await registerAt('2026-03-10')
    assert.equal(march.shares, 2)
    assert.equal(march.name, 'Camille Arlette')
    assert.equal((await registerAt('2026-06-01'))[0].shares, 5)
    assert.equal((await registerAt('2026-06-01', { upToNumber: 1n }))[0].shares, 2)
    assert.deepEqual(await registerAt('2026-03-09'), [])
  })
})
