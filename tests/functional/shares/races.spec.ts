import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ExitClaim from '#models/shares/exit_claim'
import ShareMovement from '#models/shares/share_movement'
import ShareTransfer from '#models/shares/share_transfer'
import { announceExit } from '#services/membership/exits/announce_exit'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { clawBack } from '#services/shares/claims/claw_back'
import { payClaim } from '#services/shares/claims/pay_claim'
import { lastValuation } from '#services/shares/claims/value_claim'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { correctMovement } from '#services/shares/movements/correct_movement'
import { verifyChain } from '#services/shares/movements/verify_chain'
import { capitalNow } from '#services/shares/queries/capital_now'
import { holdingOf } from '#services/shares/queries/holding_of'
import { voidSubscription } from '#services/shares/subscriptions/void_subscription'
import { declineTransfer } from '#services/shares/transfers/answer_transfer'
import { withdrawTransfer } from '#services/shares/transfers/end_transfer'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { withClock } from '#tests/support/desk'
import {
  buyShares,
  givenAdmitted,
  givenHolder,
  must,
  NOMINAL,
  OFFICE,
  pay,
  signBulletin,
  wrongWithTheRegister,
} from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { givenAccounts } from '#tests/support/surplus'
import { agreedTransfer, agreeTo, orderTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { dayOf } from '#values/day'
import { newId } from '#values/id'
import type { Result } from '#values/result'

const START = '2026-03-10T10:00:00'
const clock = new FixedClock(START)
const act = { actor: OFFICE, clock }

/** At the same instant, each on a connection of its own; how each ended. */
async function atOnce(...acts: (() => Promise<Result<unknown, { code: string }>>)[]) {
  const outcomes = await Promise.all(acts.map((one) => one()))
  return outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.error.code)).sort()
}

/** Two members whose claims are due; together they would take the capital below its floor. */
async function twoAtTheFloor() {
  const leaving = [await givenHolder(clock, 40), await givenHolder(clock, 40)]
  await givenHolder(clock, 20)
  for (const { id } of leaving) await announceExit({ memberId: id, kind: 'withdrawal', ...act })
  clock.moveTo('2026-06-10T00:05')
  await Promise.all([makeExitsEffective(act), makeExitsEffective(act)])
  clock.moveTo('2031-06-10T12:00')
  return ExitClaim.query().orderBy('number')
}

const paid = (claimId: string) => () =>
  payClaim({ claimId, bankDate: clock.now(), bankReference: newId(), ...act })

test.group('Shares | races, on the real database', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    clock.moveTo(START)
    await emptyCooperative()
    await adoptTestStatutes({ capital: { paidUpBp: 2_500 } })
    return async () => {
      const wrong = await wrongWithTheRegister()
      await emptyCooperative()
      if (wrong.length > 0) throw new Error(wrong.join('\n'))
    }
  })

  test('C17 two claw-backs of one loss: it is taken once', async ({ assert }) => {
    const [claim] = await twoAtTheFloor()
    clock.moveTo('2027-06-10T12:00')
    must(await allowEarlyPayment({ claimId: claim.id, decisionReference: 'CA-1', ...act }))
    must(await paid(claim.id)())
    const year = await givenAccounts(clock, {
      closedOn: dayOf('2026-12-31'),
      approvedOn: dayOf('2027-06-09'),
      resultCents: -200_000n,
    })
    const taken = () =>
      clawBack({
        claimId: claim.id,
        annualAccountsId: year.id,
        decisionReference: 'AG-2',
        ...act,
      })
    assert.deepEqual(await atOnce(taken, taken, taken), ['done', 'loss_counted', 'loss_counted'])
    assert.equal((await lastValuation(claim.id))!.version, 2)
  })

  test('two payments of one subscription: it is registered once', async ({ assert }) => {
    const member = await givenAdmitted(clock)
    const whole = must(await signBulletin(clock, member.id, { shares: 2 }))
    const once = () => pay(clock, whole.id, 2n * NOMINAL)
    assert.deepEqual(await atOnce(once, once), ['done', 'too_much'])
    const parts = must(await signBulletin(clock, member.id, { shares: 2 }))
    const half = () => pay(clock, parts.id, NOMINAL)
    assert.deepEqual(await atOnce(half, half), ['done', 'done'])
    const sameLine = must(await signBulletin(clock, member.id, { shares: 1 }))
    const bankReference = newId()
    const line = () => pay(clock, sameLine.id, NOMINAL, { bankReference })
    assert.deepEqual(await atOnce(line, line), ['done', 'done'])
    assert.equal((await holdingOf(member.id)).shares, 5)
    assert.lengthOf(await ShareMovement.query().where('type', 'subscribe'), 3)
  })

  test('C10 two exits at the floor: one is repaid, and the two jobs opened two claims', async ({
    assert,
  }) => {
    const claims = await twoAtTheFloor()
    assert.lengthOf(claims, 2)
    const [first, second] = claims
    assert.deepEqual(await atOnce(paid(first.id), paid(second.id), paid(second.id)), [
      'capital_floor',
      'capital_floor',
      'done',
    ])
    assert.equal((await capitalNow(clock)).subscribedCents, 60n * NOMINAL)
  })

  test('C16 one claim paid twice at once leaves the bank once', async ({ assert }) => {
    const [first] = await twoAtTheFloor()
    assert.deepEqual(await atOnce(paid(first.id), paid(first.id)), ['done', 'done'])
    assert.lengthOf(await ShareMovement.query().where('type', 'cancel'), 1)
  })

  test('two transfers of the same shares: one is entered', async ({ assert }) => {
    const giver = await givenHolder(clock, 6)
    const takers = [await givenHolder(clock, 1), await givenHolder(clock, 1)]
    const asked = await Promise.all(
      takers.map(({ id }) =>
        agreedTransfer({ fromMemberId: giver.id, toMemberId: id, shares: 3, ...act })
      )
    )
    const [one, other] = asked.map(must)
    await announceExit({ memberId: giver.id, kind: 'reduction', shares: 2, ...act })
    clock.moveTo('2026-06-10T00:05')
    await makeExitsEffective(act)
    const entered = (transferId: string) => () =>
      registerTransfer({ transferId, decisionReference: 'CA', ...act })
    assert.deepEqual(await atOnce(entered(one.id), entered(other.id)), ['done', 'not_so_many'])
    assert.equal((await holdingOf(giver.id)).shares, 1)
  })

  test('L231-4 accepted twice at once, accepted and declined, declined while registered: one of them', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 30), await givenHolder(clock, 1)]
    const handover = { fromMemberId: giver.id, toMemberId: taker.id, shares: 1, ...act }
    const agrees = (id: string) => () => agreeTo(id, act)
    const declines = (transferId: string) => () => declineTransfer({ transferId, ...act })
    const entered = (transferId: string) => () =>
      registerTransfer({ transferId, decisionReference: 'CA', ...act })
    const takenBack = (transferId: string) => () => withdrawTransfer({ transferId, ...act })

    const first = must(await orderTransfer(handover))
    const twice = await atOnce(agrees(first.id), agrees(first.id))
    assert.deepEqual(twice, ['accepted_already', 'done'])
    const second = must(await orderTransfer(handover))
    const both = await atOnce(agrees(second.id), declines(second.id))
    assert.include(
      [
        ['accepted_already', 'done'],
        ['done', 'transfer_over'],
      ].map(String),
      String(both)
    )
    const ends = await atOnce(declines(first.id), entered(first.id), entered(first.id))
    assert.lengthOf(
      ends.filter((end) => end === 'done'),
      1
    )
    const third = must(await agreedTransfer(handover))
    assert.deepEqual(await atOnce(takenBack(third.id), entered(third.id)), [
      'done',
      'transfer_over',
    ])
    const { state } = await ShareTransfer.findOrFail(third.id)
    assert.equal((await holdingOf(taker.id)).shares, state === 'registered' ? 3 : 2)
  })

  test('C11 many movements at once: numbers without gap, one chain, one number each', async ({
    assert,
  }) => {
    const members = await Promise.all(Array.from({ length: 8 }, () => givenAdmitted(clock)))
    await Promise.all(members.map(({ id }, index) => buyShares(clock, id, index + 1)))
    assert.deepEqual(await verifyChain(), { holds: true, count: 8n })
    const numbers = await db.from('members').orderBy('number').select('number')
    assert.deepEqual(
      numbers.map(({ number }) => number),
      [1, 2, 3, 4, 5, 6, 7, 8]
    )
  })

  test('a correction, a void and a transfer of the same shares: one of them', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenAdmitted(clock), await givenHolder(clock, 30)]
    const subscription = await buyShares(clock, giver.id, 3)
    const { number } = await ShareMovement.findByOrFail('subscriptionId', subscription.id)
    const asked = { fromMemberId: giver.id, toMemberId: taker.id, shares: 3, ...act }
    const transfer = must(await agreedTransfer(asked))
    const refund = { bankDate: clock.now(), bankReference: newId() }
    const ends = await atOnce(
      () => registerTransfer({ transferId: transfer.id, decisionReference: 'CA', ...act }),
      () => correctMovement({ number, reason: 'Erreur', ...act }),
      () => correctMovement({ number, reason: 'Erreur', ...act })
    )
    assert.lengthOf(
      ends.filter((end) => end === 'done'),
      1
    )
    await voidSubscription({ subscriptionId: subscription.id, reason: 'x', refund, ...act })
  })
})
