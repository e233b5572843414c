import { test } from '@japa/runner'
import type AnnualAccounts from '#models/shares/annual_accounts'
import CapitalCall from '#models/shares/capital_call'
import ExitClaim from '#models/shares/exit_claim'
import Member from '#models/membership/member'
import Exit from '#models/membership/exit'
import { announceExit } from '#services/membership/exits/announce_exit'
import { callBalance } from '#services/shares/calls/call_balance'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { clawBack } from '#services/shares/claims/claw_back'
import { payClaim } from '#services/shares/claims/pay_claim'
import { recordRecovery } from '#services/shares/claims/record_recovery'
import { lastValuation } from '#services/shares/claims/value_claim'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { capitalNow } from '#services/shares/queries/capital_now'
import { claimsQueue, placesInQueue } from '#services/shares/queries/claims_queue'
import { holdingOf } from '#services/shares/queries/holding_of'
import { recordAnnualAccounts } from '#services/shares/surplus/record_annual_accounts'
import { SharesError } from '#services/shares/errors'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
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
import { dayOf, isoDay } from '#values/day'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2025-12-31T10:00:00')
const act = { actor: OFFICE, clock }

async function leaves(
  memberId: string,
  kind: 'withdrawal' | 'reduction' = 'withdrawal',
  shares?: number
) {
  const exit = await announceExit({ memberId, kind, shares, ...act })
  clock.moveTo(`${isoDay(exit.effectiveOn)}T00:05`)
  const run = await makeExitsEffective(act)
  return { exit, run, claim: await ExitClaim.findBy('exitId', exit.id) }
}

async function approve(closedOn: string, figures: Partial<AnnualAccounts> = {}) {
  return must(
    await recordAnnualAccounts({
      figures: {
        closedOn: dayOf(closedOn),
        approvedOn: dayOf(clock.now()),
        resolutionReference: 'AG-1',
        capitalCents: 10_000_000n,
        legalReserveCents: 0n,
        statutoryReserveCents: 0n,
        otherReservesCents: 0n,
        carriedLossCents: 0n,
        resultCents: 0n,
        subsidiesCents: 0n,
        turnoverCents: 0n,
        employees: 0,
        ...figures,
      },
      ...act,
    })
  )
}

const payNow = (claimId: string, bankReference = newId()) =>
  payClaim({ claimId, bankDate: clock.now(), bankReference, ...act })
const early = (claimId: string) => allowEarlyPayment({ claimId, decisionReference: 'CA-9', ...act })

test.group('Shares | exits and what is repaid', (group) => {
  withCooperative(group, { clock, at: '2025-12-31T10:00:00' })

  test('C12, C15, C17 an exit of 31 March 2026 is due by 31 March 2031, and the capital waits', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 10)
    await givenHolder(clock, 90)
    const { claim, run } = await leaves(member.id)
    assert.lengthOf(run.effective, 1)
    assert.equal(isoDay(claim!.exitOn), '2026-03-31')
    assert.equal(isoDay(claim!.dueOn), '2031-03-31')
    assert.equal(isoDay(claim!.tailUntil), '2031-03-31')
    assert.equal((await Member.findOrFail(member.id)).state, 'left')
    assert.deepInclude(await holdingOf(member.id), { shares: 0, leavingShares: 10 })
    assert.deepEqual(await ledgerOf(member.id), { 10138: '-20000' })
    const capital = await capitalNow(clock)
    assert.equal(capital.subscribedCents, 200_000n)
    assert.equal(capital.leavingCents, 20_000n)
    assert.deepEqual(await makeExitsEffective(act), { effective: [], refused: [] })
  })

  test('C14 200 € of a capital of 100 000 €, loss 12 000 €, reserve 8 000 €: 192,00 €', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 10)
    await givenHolder(clock, 90)
    const { claim } = await leaves(member.id)
    assert.equal((await lastValuation(claim!.id))!.amountCents, 20_000n)
    clock.moveTo('2027-06-10T12:00')
    const loss = { resultCents: -1_200_000n, statutoryReserveCents: 800_000n }
    await approve('2026-12-31', loss)
    const worth = (await lastValuation(claim!.id))!
    assert.equal(worth.reason, 'accounts')
    assert.equal(worth.amountCents, 19_200n)
    await approve('2027-05-31', { resultCents: -9_000_000n })
    assert.equal((await lastValuation(claim!.id))!.version, 2)
  })

  test('C14 a death recorded late is worth what the accounts of its year say, not the newest ones', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 10)
    await givenHolder(clock, 90)
    clock.moveTo('2026-05-10T12:00')
    await approve('2025-12-31', { resultCents: -300_000n })
    clock.moveTo('2027-06-10T12:00')
    await approve('2026-12-31', { resultCents: -1_200_000n })
    clock.moveTo('2028-06-10T12:00')
    await approve('2027-12-31')
    const happenedOn = dayOf('2026-11-05')
    await announceExit({ memberId: member.id, kind: 'death', happenedOn, ...act })
    await makeExitsEffective(act)
    const claim = await ExitClaim.findByOrFail('memberId', member.id)
    const worth = (await lastValuation(claim.id))!
    assert.deepEqual(
      [isoDay(claim.exitOn), worth.detail.closed_on, worth.amountCents],
      ['2026-11-05', '2026-12-31', 17_600n]
    )
  })

  test('C14 before the accounts of its year, an exit goes by those before it, never by later ones', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 10)
    clock.moveTo('2026-05-10T12:00')
    await approve('2025-12-31', { resultCents: -300_000n })
    clock.moveTo('2028-06-10T12:00')
    await approve('2027-12-31', { resultCents: -9_000_000n })
    const happenedOn = dayOf('2026-11-05')
    await announceExit({ memberId: member.id, kind: 'death', happenedOn, ...act })
    await makeExitsEffective(act)
    const claim = await ExitClaim.findByOrFail('memberId', member.id)
    assert.equal((await lastValuation(claim.id))!.amountCents, 19_400n)
  })

  test('C14 the accounts of a year of eighteen months value the exits of all of it', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 10)
    await givenHolder(clock, 90)
    const { claim } = await leaves(member.id)
    clock.moveTo('2027-10-10T12:00')
    await approve('2027-06-30', { openedOn: dayOf('2026-01-01'), resultCents: -1_200_000n })
    assert.equal((await lastValuation(claim!.id))!.amountCents, 17_600n)
  })

  test('C15, C16 paid when it is due, once, and only then does the capital fall', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 10)
    await givenHolder(clock, 90)
    const { claim } = await leaves(member.id)
    assert.equal(refusalCode(await payNow(claim!.id)), 'claim_not_due')
    clock.moveTo('2031-03-30T12:00')
    assert.equal(refusalCode(await payNow(claim!.id)), 'claim_not_due')
    clock.moveTo('2031-03-31T12:00')
    const bankDate = '2031-04-01'
    const ahead = payClaim({ claimId: claim!.id, bankReference: 'x', ...act, bankDate })
    assert.equal(refusalCode(await ahead), 'day_in_future')
    const paid = must(await payNow(claim!.id))
    assert.equal(paid.paidAmountCents, 20_000n)
    must(await payNow(claim!.id))
    assert.equal((await capitalNow(clock)).subscribedCents, 180_000n)
    assert.deepEqual(await ledgerOf(member.id), {})
    assert.equal((await ledgerOf())['512'], '180000')
  })

  test('C14 the loss stays with who leaves: account 119 takes it', async ({ assert }) => {
    const member = await givenHolder(clock, 10)
    await givenHolder(clock, 90)
    clock.moveTo('2026-01-10T12:00')
    await approve('2025-12-31', { resultCents: -1_200_000n })
    const { claim } = await leaves(member.id)
    must(await early(claim!.id))
    const paid = must(await payNow(claim!.id))
    assert.equal(paid.paidAmountCents, 17_600n)
    assert.deepEqual(await ledgerOf(member.id), { 119: '-2400' })
  })

  test('C16 capital 104 000, floor 100 000, queue 3 000, 2 500, 500: only 3 000 is paid', async ({
    assert,
  }) => {
    await adoptTestStatutes({ capital: { statutoryMinimumCents: '10000000' } }, '2025-01-01')
    const leaving = []
    for (const shares of [150, 125, 25]) leaving.push(await givenHolder(clock, shares))
    await givenHolder(clock, 4_900)
    for (const { id } of leaving) {
      await announceExit({ memberId: id, kind: 'withdrawal', ...act })
      clock.advance({ minutes: 1 })
    }
    clock.moveTo('2026-03-31T01:00')
    await makeExitsEffective(act)
    clock.moveTo('2031-04-01T12:00')
    const queue = await claimsQueue(clock)
    assert.deepEqual(
      queue.map(({ verdict }) => verdict),
      ['payable', 'floor', 'behind']
    )
    const [first, second, third] = queue.map(({ claim }) => claim.id)
    assert.equal(refusalCode(await payNow(third)), 'claim_behind')
    assert.equal(refusalCode(await payNow(second)), 'capital_floor')
    must(await payNow(first))
    assert.equal((await capitalNow(clock)).subscribedCents, 10_100_000n)
    assert.equal(refusalCode(await payNow(second)), 'capital_floor')
    assert.equal(refusalCode(await payNow(third)), 'claim_behind')
    const [mine] = await placesInQueue(leaving[2].id, clock)
    assert.equal(mine.place, 2)
  })

  test('C10 a quarter of the highest capital ever is the floor, whatever was repaid since', async ({
    assert,
  }) => {
    const big = await givenHolder(clock, 80)
    await givenHolder(clock, 20)
    const { claim } = await leaves(big.id)
    must(await early(claim!.id))
    assert.equal(refusalCode(await payNow(claim!.id)), 'capital_floor')
    await givenHolder(clock, 5)
    const { peakCents, floorCents } = await capitalNow(clock)
    assert.equal(peakCents, 210_000n)
    assert.equal(floorCents, 52_500n)
    assert.equal(refusalCode(await payNow(claim!.id)), 'capital_floor')
    await givenHolder(clock, 2)
    must(await payNow(claim!.id))
    assert.equal((await capitalNow(clock)).floorCents, 53_500n)
  })

  test('C08 who leaves half paid owes no more: calls end, and what was paid is what is repaid', async ({
    assert,
  }) => {
    await adoptTestStatutes({ capital: { paidUpBp: 2_500 } }, '2025-01-01')
    await givenHolder(clock, 90)
    const member = await givenAdmitted(clock)
    const signed = { shares: 10, firstPaymentCents: 5_000n }
    const { id: subscriptionId } = must(await signBulletin(clock, member.id, signed))
    must(await pay(clock, subscriptionId, 5_000n))
    const called = { subscriptionId, amountCents: 4_000n, dueOn: '2026-06-30', ...act }
    must(await callBalance(called))
    must(await pay(clock, subscriptionId, 1_000n))
    const { claim } = await leaves(member.id)
    assert.equal(claim!.paidUpCents, 6_000n)
    const call = await CapitalCall.findByOrFail('subscriptionId', subscriptionId)
    assert.equal(call.leftCents, 0n)
    assert.deepEqual(await ledgerOf(member.id), { 109: '14000', 1011: '-14000', 10138: '-6000' })
    assert.equal(refusalCode(await pay(clock, subscriptionId, 1_000n)), 'subscription_cancelled')
    must(await early(claim!.id))
    assert.equal(must(await payNow(claim!.id)).paidAmountCents, 6_000n)
    assert.deepEqual(await ledgerOf(member.id), {})
  })

  test('a part is given back when it is there and leaves enough; the member stays', async ({
    assert,
  }) => {
    const partner = {
      categoryCodes: ['partner'],
      kind: 'legal' as const,
      name: 'Librairie du coin',
    }
    const member = await givenHolder(clock, 12, partner)
    const asks = (shares: number) =>
      announceExit({ memberId: member.id, kind: 'reduction', shares, ...act })
    for (const shares of [3, 12, 13]) await assert.rejects(() => asks(shares), SharesError)
    const { claim } = await leaves(member.id, 'reduction', 2)
    assert.equal(claim!.shares, 2)
    assert.deepInclude(await holdingOf(member.id), { shares: 10, leavingShares: 2 })
    assert.isTrue((await Member.findOrFail(member.id)).isActive)
  })

  test('a reduction that is no longer possible lapses, and stops no other exit', async ({
    assert,
  }) => {
    const [one, other] = [await givenHolder(clock, 4), await givenHolder(clock, 4)]
    await announceExit({ memberId: one.id, kind: 'reduction', shares: 2, ...act })
    await announceExit({ memberId: other.id, kind: 'withdrawal', ...act })
    const categories = REFERENCE_SETTINGS.categories.map((its) => ({ ...its, minShares: 3 }))
    await adoptTestStatutes({ categories }, '2026-01-01')
    clock.moveTo('2026-03-31T01:00')
    const run = await makeExitsEffective(act)
    assert.lengthOf(run.effective, 1)
    assert.equal(run.refused[0].refusal.code, 'least_shares')
    assert.equal((await Exit.findByOrFail('memberId', one.id)).state, 'cancelled')
    assert.equal((await holdingOf(one.id)).shares, 4)
  })

  test('C17 a loss of a membership year is taken back until 60 months after the exit', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 10)
    await givenHolder(clock, 90)
    const { claim } = await leaves(member.id)
    clock.moveTo('2027-06-10T12:00')
    const year = await approve('2026-12-31')
    must(await early(claim!.id))
    must(await payNow(claim!.id))
    const claw = (given: object = {}) =>
      clawBack({
        claimId: claim!.id,
        annualAccountsId: year.id,
        lossCents: 1_200_000n,
        decisionReference: 'AG-7',
        ...act,
        ...given,
      })
    assert.equal(refusalCode(await claw({ lossCents: 0n })), 'amount_not_positive')
    assert.equal(refusalCode(await claw({ annualAccountsId: newId() })), 'unknown_accounts')
    const later = await approve('2027-05-31')
    assert.equal(refusalCode(await claw({ annualAccountsId: later.id })), 'not_a_membership_year')
    const worth = must(await claw())
    assert.equal(worth.amountCents, 17_600n)
    assert.deepEqual(await ledgerOf(member.id), { 119: '-2400', 4567: '2400' })
    const back = { claimId: claim!.id, bankDate: clock.now(), bankReference: 'REP-1', ...act }
    assert.equal(refusalCode(await recordRecovery({ ...back, amountCents: 2_401n })), 'too_much')
    assert.equal(must(await recordRecovery({ ...back, amountCents: 2_000n })), 400n)
    must(await recordRecovery({ ...back, amountCents: 2_000n }))
    assert.deepEqual(await ledgerOf(member.id), { 119: '-2400', 4567: '400' })
    clock.moveTo('2031-04-01T12:00')
    assert.equal(refusalCode(await claw()), 'tail_over')
  })
})
