import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import ShareMovement from '#models/shares/share_movement'
import SurplusAllocation from '#models/shares/surplus_allocation'
import { correctMovement } from '#services/shares/movements/correct_movement'
import { discardAllocation } from '#services/shares/surplus/discard_allocation'
import { draftAllocation } from '#services/shares/surplus/draft_allocation'
import { recordAnnualAccounts } from '#services/shares/surplus/record_annual_accounts'
import { voteAllocation } from '#services/shares/surplus/vote_allocation'
import { givenHolder, ledgerOf, must, OFFICE } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { givenAccounts, givenYields } from '#tests/support/surplus'
import { FixedClock } from '#values/clock'
import { dayOf } from '#values/day'

const clock = new FixedClock('2024-05-20T10:00:00')
const MEETING = dayOf('2024-05-15')

const draft = (accountsId: string, rate: bigint) =>
  draftAllocation({
    accountsId,
    assemblyOn: MEETING,
    rateMillipercent: rate,
    actor: OFFICE,
    clock,
  })
const vote = (allocationId: string, on = '2024-05-15') =>
  voteAllocation({
    allocationId,
    resolutionReference: 'AG 2024, résolution 3',
    resolutionDate: dayOf(on),
    actor: OFFICE,
    clock,
  })

/** Two members: one holds 500 € all year, the other 1 000 € from 1 July on. */
async function twoHolders() {
  const early = new FixedClock('2022-05-01T10:00:00')
  const all = await givenHolder(early, 25, { name: 'Toute', birthDate: '1970-01-01' })
  const half = await givenHolder(new FixedClock('2023-07-01T10:00:00'), 50, {
    name: 'Moitié',
    birthDate: '1971-01-01',
  })
  return { all, half }
}

test.group('Shares | surplus of a year', (group) => {
  group.setup(() => emptyCooperative())
  group.each.setup(async () => {
    clock.moveTo('2024-05-20T10:00:00')
    return testUtils.db().wrapInGlobalTransaction()
  })

  test('C33 C34: a voted allocation posts its entry, and each member has the interest of their days', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    const { all, half } = await twoHolders()
    await givenYields(clock)
    const accounts = await givenAccounts(clock)
    const allocation = must(await draft(accounts.id, 3_802n))
    // 500 € over 365 days and 1 000 € over 184 are 1 004,1096 € on average: 38,17 € at 3,802 %.
    assert.equal(allocation.legalReserveCents, 150_000n)
    assert.equal(allocation.interestCents, 3_817n)
    assert.equal(allocation.statutoryReserveCents, 1_000_000n - 150_000n - 3_817n)
    assert.match(allocation.resolutionTextFr, /réserve légale : 1\s500,00/)
    assert.include(allocation.resolutionTextEn, '3.802')

    must(await vote(allocation.id))
    const lines = await db.from('interest_lines').orderBy('amount_cents')
    assert.deepEqual(
      lines.map((line) => [line.member_id, line.amount_cents]),
      [
        [all.id, '1901'],
        [half.id, '1916'],
      ]
    )
    assert.equal((await ledgerOf(all.id))['457'], '-1901')
    const whole = await ledgerOf()
    assert.deepEqual(
      [whole['120'], whole['1061'], whole['1063'], whole['457']],
      ['1000000', '-150000', '-846183', '-3817']
    )
  })

  test('C34: above the cap, above what reserves leave, or without the yields nothing is drafted', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    await twoHolders()
    const accounts = await givenAccounts(clock)
    assert.deepEqual(await draft(accounts.id, 1_000n), { ok: false, error: 'no_cap' })
    await givenYields(clock)
    assert.deepEqual(await draft(accounts.id, 3_803n), { ok: false, error: 'above_cap' })
    const poor = await givenAccounts(clock, { resultCents: 5_000n })
    assert.deepEqual(await draft(poor.id, 3_000n), { ok: false, error: 'above_surplus' })
    assert.isTrue((await draft(poor.id, 0n)).ok)
    const lost = await givenAccounts(clock, { resultCents: -5_000n })
    assert.deepEqual(await draft(lost.id, 0n), { ok: false, error: 'no_surplus' })
  })

  test('C33: a year’s surplus is allocated once, by the accounts that count', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    await givenYields(clock)
    const accounts = await givenAccounts(clock)
    const [first, second] = [must(await draft(accounts.id, 0n)), must(await draft(accounts.id, 0n))]
    const corrected = await givenAccounts(clock, { resultCents: 900_000n })
    assert.deepEqual(await vote(first.id), { ok: false, error: 'accounts_replaced' })
    const third = must(await draft(corrected.id, 0n))
    assert.deepEqual(await vote(third.id, '2024-05-14'), { ok: false, error: 'before_approval' })
    assert.deepEqual(await vote(third.id, '2024-05-21'), { ok: false, error: 'in_the_future' })
    must(await vote(third.id))
    assert.deepEqual(await vote(third.id), { ok: false, error: 'not_a_draft' })
    must(await discardAllocation({ allocationId: second.id, actor: OFFICE, clock }))
    const outcome = await recordAnnualAccounts({
      figures: { ...figuresOf(corrected), resultCents: 1n },
      actor: OFFICE,
      clock,
    })
    assert.deepEqual(outcome, { ok: false, error: 'already_allocated' })
    await assert.rejects(
      () => db.from('surplus_allocations').where('id', third.id).update({ interest_cents: 1 }),
      /never changed/
    )
  })

  test('C34: when the register of the year was corrected since the draft, a new one is asked for', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    await twoHolders()
    await givenYields(clock)
    const accounts = await givenAccounts(clock)
    const allocation = must(await draft(accounts.id, 2_000n))
    const last = await ShareMovement.query().orderBy('number', 'desc').firstOrFail()
    const { number } = last
    must(await correctMovement({ number, reason: 'Saisi deux fois', actor: OFFICE, clock }))
    assert.deepEqual(await vote(allocation.id), { ok: false, error: 'register_changed' })
    assert.equal((await SurplusAllocation.findOrFail(allocation.id)).state, 'draft')
  })
})

function figuresOf(accounts: Awaited<ReturnType<typeof givenAccounts>>) {
  const {
    closedOn,
    approvedOn,
    resolutionReference,
    capitalCents,
    legalReserveCents,
    statutoryReserveCents,
    otherReservesCents,
    carriedLossCents,
    resultCents,
    subsidiesCents,
    turnoverCents,
    employees,
  } = accounts
  return {
    closedOn,
    approvedOn,
    resolutionReference,
    capitalCents,
    legalReserveCents,
    statutoryReserveCents,
    otherReservesCents,
    carriedLossCents,
    resultCents,
    subsidiesCents,
    turnoverCents,
    employees,
  }
}
