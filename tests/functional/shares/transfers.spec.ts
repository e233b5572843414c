import { test } from '@japa/runner'
import Member from '#models/membership/member'
import ShareTransfer from '#models/shares/share_transfer'
import { announceExit } from '#services/membership/exits/announce_exit'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { holdingOf } from '#services/shares/queries/holding_of'
import { refuseTransfer, withdrawTransfer } from '#services/shares/transfers/end_transfer'
import { declineTransfer } from '#services/shares/transfers/answer_transfer'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import {
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
import { agreedTransfer, agreeTo, orderTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { isoDay } from '#values/day'
import { canonicalJson, sha256Hex } from '#values/digest'
import { newId } from '#values/id'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }

const ask = (fromMemberId: string, toMemberId: string, shares: number) =>
  orderTransfer({ fromMemberId, toMemberId, shares, ...act })
const agreed = (fromMemberId: string, toMemberId: string, shares: number) =>
  agreedTransfer({ fromMemberId, toMemberId, shares, ...act })
const agree = (transferId: string) => agreeTo(transferId, act)
const decline = (transferId: string) => declineTransfer({ transferId, reason: 'Non merci', ...act })
const register = (transferId: string, decisionReference: string | null = 'CA-3') =>
  registerTransfer({ transferId, decisionReference, ...act })
const no = (transferId: string) =>
  refuseTransfer({ transferId, decisionReference: 'CA-4', reason: 'Trop tôt', ...act })

test.group('Shares | transfers between members', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('shares go from one member to another by the register, and so does account 10131', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 5), await givenHolder(clock, 1)]
    const transfer = must(await agreed(giver.id, taker.id, 2))
    assert.equal(isoDay(transfer.refuseBy!), '2026-05-09')
    assert.equal((await holdingOf(giver.id)).shares, 5)
    assert.equal(refusalCode(await register(transfer.id, null)), 'decision_pending')
    const movement = must(await register(transfer.id))
    assert.equal(movement.type, 'transfer')
    assert.equal((await holdingOf(giver.id)).shares, 3)
    assert.equal((await holdingOf(taker.id)).paidCents, 6_000n)
    assert.deepEqual(await ledgerOf(giver.id), { 10131: '-6000' })
    assert.deepEqual(await ledgerOf(taker.id), { 10131: '-6000' })
    assert.equal(refusalCode(await register(transfer.id)), 'transfer_over')
  })

  test('silence agrees once the refusal’s days are over, and refusing is too late then', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 5), await givenHolder(clock, 1)]
    const [first, second] = [
      must(await agreed(giver.id, taker.id, 1)),
      must(await agreed(giver.id, taker.id, 1)),
    ]
    clock.moveTo('2026-05-09T23:00')
    assert.equal(must(await no(first.id)).state, 'refused')
    clock.moveTo('2026-05-10T01:00')
    assert.equal(refusalCode(await no(second.id)), 'refusal_too_late')
    must(await register(second.id, null))
    assert.equal((await holdingOf(taker.id)).shares, 2)
  })

  test('L231-4 nothing is decided before the taker agrees; the refusal’s days begin with their yes', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 5), await givenHolder(clock, 1)]
    const { id } = must(await ask(giver.id, taker.id, 2))
    clock.moveTo('2026-06-10T10:00')
    assert.equal(refusalCode(await register(id)), 'not_accepted')
    assert.equal(refusalCode(await no(id)), 'not_accepted')
    const accepted = must(await agree(id))
    assert.equal(isoDay(accepted.refuseBy!), '2026-08-09')
    assert.equal(accepted.acceptance!.order_sha256, accepted.orderSha256)
    assert.equal(refusalCode(await agree(id)), 'accepted_already')
    assert.equal(refusalCode(await decline(id)), 'accepted_already')
    assert.equal(refusalCode(await register(id, null)), 'decision_pending')
    clock.moveTo('2026-08-10T10:00')
    must(await register(id, null))
  })

  test('L231-4 a taker who says no ends it; a giver who has no such shares any more is not accepted', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 5), await givenHolder(clock, 1)]
    const first = must(await ask(giver.id, taker.id, 3))
    assert.equal(must(await decline(first.id)).state, 'declined')
    for (const again of [agree, decline, register, no])
      assert.equal(refusalCode(await again(first.id)), 'transfer_over')
    const second = must(await ask(giver.id, taker.id, 3))
    const { effectiveOn } = await announceExit({
      ...{ memberId: giver.id, kind: 'reduction', shares: 4 },
      ...act,
    })
    clock.moveTo(`${isoDay(effectiveOn)}T00:10`)
    await makeExitsEffective(act)
    assert.equal(refusalCode(await agree(second.id)), 'not_so_many')
    assert.equal((await holdingOf(taker.id)).shares, 1)
  })

  test('C11 the order is the text that was signed: who, how many, at what value and price', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 5), await givenHolder(clock, 1)]
    const asked = { fromMemberId: giver.id, toMemberId: taker.id, shares: 2, priceCents: 4_500n }
    const { id } = must(await orderTransfer({ ...asked, ...act }))
    const { orderText, orderSha256, reference } = await ShareTransfer.findOrFail(id)
    assert.equal(orderSha256, sha256Hex(canonicalJson(orderText)))
    assert.match(reference!, /^OM-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    const { giver: from, taker: to, transfer } = orderText as any
    assert.deepEqual([from.number, to.number], [giver.number, taker.number])
    assert.deepEqual(
      [transfer.shares, transfer.nominal_cents, transfer.amount_cents, transfer.price_cents],
      [2, '2000', '4000', '4500']
    )
    assert.notMatch(JSON.stringify(orderText), /rue des Essais|@/)
  })

  test('statutes that let nobody refuse leave nothing to wait for', async ({ assert }) => {
    await adoptTestStatutes(
      { capital: { transferRefusal: { body: 'nobody', withinDays: 1 } } },
      '2026-01-01'
    )
    const [giver, taker] = [await givenHolder(clock, 2), await givenHolder(clock, 1)]
    const transfer = must(await agreed(giver.id, taker.id, 1))
    assert.isNull(transfer.refuseBy)
    assert.equal(refusalCode(await no(transfer.id)), 'no_refusal_right')
    must(await register(transfer.id, null))
  })

  test('C07 to a non-member, to oneself, too many, in parts or below the category’s least: refused', async ({
    assert,
  }) => {
    const giver = await givenHolder(clock, 12, {
      kind: 'legal',
      categoryCodes: ['partner'],
      name: 'Librairie',
      siren: '552100554',
    })
    const taker = await givenHolder(clock, 1)
    const code = async (...given: Parameters<typeof ask>) => refusalCode(await ask(...given))
    assert.equal(await code(giver.id, newId(), 1), 'taker_not_a_member')
    assert.equal(await code(giver.id, giver.id, 1), 'same_member')
    assert.equal(await code(newId(), taker.id, 1), 'giver_not_a_member')
    assert.equal(await code(giver.id, taker.id, 13), 'not_so_many')
    assert.equal(await code(giver.id, taker.id, 0.5), 'shares_not_whole')
    assert.equal(await code(giver.id, taker.id, 3), 'least_shares')
    must(await ask(giver.id, taker.id, 2))
    assert.equal(await code(giver.id, taker.id, 1), 'least_shares')
    const partner = await givenAdmitted(clock, {
      kind: 'legal',
      categoryCodes: ['partner'],
      name: 'Disquaire',
      siren: '732829320',
    })
    assert.equal(await code(taker.id, partner.id, 1), 'least_shares')
  })

  test('C08 shares that are not fully paid stay with whoever signed for them', async ({
    assert,
  }) => {
    await adoptTestStatutes({ capital: { paidUpBp: 2_500 } }, '2026-01-01')
    const [giver, taker] = [await givenHolder(clock, 2), await givenHolder(clock, 1)]
    const partly = must(
      await signBulletin(clock, giver.id, { shares: 4, firstPaymentCents: 2_000n })
    )
    must(await pay(clock, partly.id, 2_000n))
    assert.equal(refusalCode(await ask(giver.id, taker.id, 3)), 'not_paid_up')
    must(await register(must(await agreed(giver.id, taker.id, 2)).id))
    assert.deepEqual(await ledgerOf(giver.id), { 109: '6000', 1011: '-6000', 10131: '-2000' })
  })

  test('who hands over all leaves; who was only admitted joins by it', async ({ assert }) => {
    const [giver, heir] = [await givenHolder(clock, 3), await givenAdmitted(clock)]
    must(await register(must(await agreed(giver.id, heir.id, 3)).id))
    assert.equal((await Member.findOrFail(giver.id)).state, 'left')
    const joined = await Member.findOrFail(heir.id)
    assert.equal(joined.state, 'active')
    assert.equal(joined.number, 2)
  })

  test('an estate’s shares go to the heirs while the death has not taken effect, else to the queue', async ({
    assert,
  }) => {
    const [gone, heir] = [await givenHolder(clock, 3), await givenHolder(clock, 1)]
    await announceExit({ memberId: gone.id, kind: 'death', happenedOn: '2026-03-10', ...act })
    must(await register(must(await agreed(gone.id, heir.id, 2)).id))
    await makeExitsEffective(act)
    assert.deepInclude(await holdingOf(gone.id), { shares: 0, leavingShares: 1 })
    assert.equal((await Member.findOrFail(gone.id)).state, 'left')
    assert.equal((await holdingOf(heir.id)).shares, 3)
  })

  test('the holder takes a request back; an exit takes back what still waits', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 5), await givenHolder(clock, 1)]
    const one = must(await ask(giver.id, taker.id, 1))
    assert.equal(must(await withdrawTransfer({ transferId: one.id, ...act })).state, 'withdrawn')
    const other = must(await agreed(giver.id, taker.id, 1))
    assert.equal(must(await withdrawTransfer({ transferId: other.id, ...act })).state, 'withdrawn')
    const [third, fourth] = [
      must(await ask(giver.id, taker.id, 1)),
      must(await agreed(giver.id, taker.id, 1)),
    ]
    const { effectiveOn } = await announceExit({ memberId: giver.id, kind: 'withdrawal', ...act })
    clock.moveTo(`${isoDay(effectiveOn)}T00:10`)
    await makeExitsEffective(act)
    for (const { id } of [third, fourth])
      assert.equal((await ShareTransfer.findOrFail(id)).state, 'withdrawn')
    assert.equal(
      refusalCode(await withdrawTransfer({ transferId: newId(), ...act })),
      'unknown_transfer'
    )
  })
})
