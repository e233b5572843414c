import { test } from '@japa/runner'
import Member from '#models/membership/member'
import ExitClaim from '#models/shares/exit_claim'
import ShareSubscription from '#models/shares/share_subscription'
import { announceExit } from '#services/membership/exits/announce_exit'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { payClaim } from '#services/shares/claims/pay_claim'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { correctMovement } from '#services/shares/movements/correct_movement'
import { verifyChain } from '#services/shares/movements/verify_chain'
import { capitalNow } from '#services/shares/queries/capital_now'
import { holdingOf } from '#services/shares/queries/holding_of'
import { refundShareMoney } from '#services/shares/subscriptions/refund_share_money'
import { registerPaidSubscription } from '#services/shares/subscriptions/register_subscription'
import { voidSubscription } from '#services/shares/subscriptions/void_subscription'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import {
  buyShares,
  givenAdmitted,
  givenHolder,
  ledgerOf,
  must,
  OFFICE,
  pay,
  refusalCode,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { adoptTestStatutes } from '#tests/support/statutes'
import { agreedTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { isoDay } from '#values/day'
import { newId } from '#values/id'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }
const fix = (number: bigint, reason = 'Erreur de saisie') =>
  correctMovement({ number, reason, ...act })
const refund = () => ({ bankDate: clock.now(), bankReference: newId() })
const decision = { by: 'conseil, CA-2026-03-10', on: '2026-03-10' }

test.group('Shares | corrections and void subscriptions', (group) => {
  withCooperative(group, {
    clock,
    at: '2026-03-10T10:00:00',
    statutes: { capital: { paidUpBp: 2_500 } },
  })

  test('C11 a subscription entered in error is reversed, with its entry, and its peak forgotten', async ({
    assert,
  }) => {
    await givenHolder(clock, 10)
    const member = await givenAdmitted(clock)
    const subscription = await buyShares(clock, member.id, 100)
    assert.equal((await capitalNow(clock)).peakCents, 220_000n)
    const reverse = must(await fix(2n))
    assert.equal(reverse.corrects, 2n)
    assert.equal((await holdingOf(member.id)).shares, 0)
    assert.equal((await capitalNow(clock)).peakCents, 20_000n)
    assert.deepEqual(await ledgerOf(member.id), { 4563: '-200000' })
    assert.equal((await ShareSubscription.findOrFail(subscription.id)).state, 'awaiting_payment')
    assert.equal(refusalCode(await fix(2n)), 'corrected_already')
    assert.equal(refusalCode(await fix(3n)), 'correction_is_final')
    assert.equal(refusalCode(await fix(9n)), 'unknown_movement')
    assert.equal(refusalCode(await fix(1n, ' ')), 'reason_missing')
    must(await registerPaidSubscription({ subscriptionId: subscription.id, ...act }))
    assert.equal((await holdingOf(member.id)).shares, 100)
    assert.deepEqual(await verifyChain(), { holds: true, count: 4n })
  })

  test('C11 a reason in any script, with any sign, is hashed alike by program and database', async ({
    assert,
  }) => {
    await givenHolder(clock, 1)
    for (const reason of [
      '"guillemets" \\ et / barre',
      'Zoé Œuvre — 漢字 العربية हिन्दी 🎵',
      'fin\u2028de\u2029ligne\u0001\u001f\u007f\t\n\r\b\f',
    ]) {
      const member = await givenHolder(clock, 1)
      const { lastNumber } = await capitalNow(clock)
      must(await fix(lastNumber, reason))
      assert.equal((await holdingOf(member.id)).shares, 0)
    }
    assert.deepEqual(await verifyChain(), { holds: true, count: 7n })
  })

  test('C11 what a later movement needs is corrected after it', async ({ assert }) => {
    const [giver, taker] = [await givenHolder(clock, 3), await givenHolder(clock, 1)]
    const asked = { fromMemberId: giver.id, toMemberId: taker.id, shares: 3, ...act }
    const transfer = must(await agreedTransfer(asked))
    must(await registerTransfer({ transferId: transfer.id, decisionReference: 'CA', ...act }))
    assert.equal(refusalCode(await fix(1n)), 'holding_not_negative')
    must(await fix(3n))
    assert.equal((await Member.findOrFail(giver.id)).state, 'active')
    assert.equal((await holdingOf(giver.id)).shares, 3)
    must(await agreedTransfer({ ...asked, shares: 1 }))
    must(await fix(1n))
  })

  test('C08 a call’s payment that was another’s is corrected: the call is open, the money goes back', async ({
    assert,
  }) => {
    const member = await givenAdmitted(clock)
    const partly = must(
      await signBulletin(clock, member.id, { shares: 4, firstPaymentCents: 2_000n })
    )
    must(await pay(clock, partly.id, 2_000n))
    must(await pay(clock, partly.id, 1_000n))
    const before = { 109: '5000', 1011: '-5000', 10131: '-3000' }
    assert.deepEqual(await ledgerOf(member.id), before)
    assert.equal(refusalCode(await fix(1n)), 'holding_paid_within')
    must(await fix(2n))
    assert.deepEqual(await ledgerOf(member.id), {
      109: '5000',
      1011: '-5000',
      1012: '-1000',
      10131: '-2000',
      4562: '1000',
      4563: '-1000',
    })
    const back = { subscriptionId: partly.id, ...refund(), ...act }
    assert.equal(refusalCode(await refundShareMoney({ ...back, amountCents: 1_001n })), 'too_much')
    must(await refundShareMoney({ ...back, amountCents: 1_000n }))
    must(await pay(clock, partly.id, 1_000n))
    assert.deepEqual(await ledgerOf(member.id), before)
  })

  test('C16 a repayment that the bank sent back puts the claim in its place again', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 1)
    await givenHolder(clock, 9)
    const { effectiveOn } = await announceExit({ memberId: member.id, kind: 'withdrawal', ...act })
    clock.moveTo(`${isoDay(effectiveOn)}T00:10`)
    await makeExitsEffective(act)
    const claim = await ExitClaim.findByOrFail('memberId', member.id)
    must(await allowEarlyPayment({ claimId: claim.id, decisionReference: 'CA', ...act }))
    const paying = () => payClaim({ claimId: claim.id, ...refund(), ...act })
    must(await paying())
    assert.equal(refusalCode(await fix(3n)), 'claim_paid')
    must(await fix(4n))
    assert.deepEqual(await ledgerOf(member.id), { 10138: '-2000' })
    assert.equal((await capitalNow(clock)).subscribedCents, 20_000n)
    must(await paying())
    assert.deepEqual(await ledgerOf(member.id), {})
    assert.equal((await ledgerOf())['512'], '18000')
  })

  test('an exit entered in error is undone: the member never left', async ({ assert }) => {
    const member = await givenHolder(clock, 2)
    const { id, effectiveOn } = await announceExit({
      memberId: member.id,
      kind: 'withdrawal',
      ...act,
    })
    clock.moveTo(`${isoDay(effectiveOn)}T00:10`)
    await makeExitsEffective(act)
    must(await fix(2n))
    assert.deepInclude(await holdingOf(member.id), { shares: 2, leavingShares: 0 })
    assert.equal((await Member.findOrFail(member.id)).state, 'active')
    assert.equal((await ExitClaim.findByOrFail('exitId', id)).state, 'void')
    await buyShares(clock, member.id, 1)
    await announceExit({ memberId: member.id, kind: 'withdrawal', ...act })
  })

  test('a bulletin is void before or after registration: everything received goes back', async ({
    assert,
  }) => {
    await givenHolder(clock, 100)
    const member = await givenAdmitted(clock)
    const first = must(await signBulletin(clock, member.id, { shares: 2 }))
    must(await pay(clock, first.id, 1_000n))
    const undo = (subscriptionId: string, given: object = { refund: refund() }) =>
      voidSubscription({ subscriptionId, reason: 'Bulletin nul', ...act, ...given })
    assert.equal(refusalCode(await undo(first.id, {})), 'refund_needed')
    must(await undo(first.id))
    must(await undo(first.id))
    assert.deepEqual(await ledgerOf(member.id), {})
    assert.equal((await Member.findOrFail(member.id)).state, 'lapsed')

    const other = await givenHolder(clock, 1)
    const second = must(
      await signBulletin(clock, other.id, { shares: 4, firstPaymentCents: 2_000n })
    )
    must(await pay(clock, second.id, 2_000n))
    must(await undo(second.id, { refund: refund(), decision }))
    assert.deepEqual(await ledgerOf(other.id), { 10131: '-2000' })
    assert.isTrue((await Member.findOrFail(other.id)).isActive)
    assert.equal(refusalCode(await pay(clock, second.id, 100n)), 'subscription_cancelled')
  })

  test('C10 an error is corrected while the capital has not reached its floor yet, never to fall below it', async ({
    assert,
  }) => {
    await adoptTestStatutes({ capital: { statutoryMinimumCents: '20000' } }, '2026-01-01')
    await givenHolder(clock, 3)
    await givenHolder(clock, 4)
    must(await fix(2n))
    await givenHolder(clock, 6)
    await givenHolder(clock, 1)
    assert.equal((await capitalNow(clock)).subscribedCents, 20_000n)
    assert.equal(refusalCode(await fix(5n)), 'capital_floor')
  })

  test('C10 the floor holds for a void subscription too', async ({ assert }) => {
    const member = await givenAdmitted(clock)
    const all = await buyShares(clock, member.id, 10)
    const given = { subscriptionId: all.id, reason: 'x', refund: refund(), decision }
    assert.equal(refusalCode(await voidSubscription({ ...given, ...act })), 'capital_floor')
    assert.equal((await holdingOf(member.id)).shares, 10)
  })
})
