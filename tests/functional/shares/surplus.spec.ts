import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import ExitClaim from '#models/shares/exit_claim'
import ShareMovement from '#models/shares/share_movement'
import SurplusAllocation from '#models/shares/surplus_allocation'
import { announceExit } from '#services/membership/exits/announce_exit'
import { lastAccounts, lastValuation } from '#services/shares/claims/value_claim'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { correctMovement } from '#services/shares/movements/correct_movement'
import { discardAllocation } from '#services/shares/surplus/discard_allocation'
import { draftAllocation } from '#services/shares/surplus/draft_allocation'
import { approvedAccounts } from '#services/shares/surplus/queries/accounts_register'
import {
  recordAnnualAccounts,
  type AccountsFigures,
} from '#services/shares/surplus/record_annual_accounts'
import { recordBondYield } from '#services/shares/surplus/record_bond_yield'
import { voteAllocation } from '#services/shares/surplus/vote_allocation'
import { givenHolder, ledgerOf, must, OFFICE } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { accountsOf, givenAccounts, givenYields } from '#tests/support/surplus'
import { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'

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

const PREPARED = { approvedOn: null, resolutionReference: null }

/** The same year once more, as if nobody had approved it, by SQL. */
const ONLY_PREPARED_AGAIN = `
  INSERT INTO annual_accounts (id, closed_on, opened_on, version, capital_cents, legal_reserve_cents,
    statutory_reserve_cents, other_reserves_cents, carried_loss_cents, result_cents, subsidies_cents,
    turnover_cents, employees, recorded_at, recorded_by_label)
  VALUES (gen_random_uuid(), '2023-12-31', '2023-01-01', 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, '2024-05-20', 'SQL')`

type Loss = [
  string,
  Partial<AccountsFigures>,
  { imputeReserves: boolean },
  { parts: [bigint, bigint]; text: RegExp[]; ledger: Record<string, string> },
]

/** What becomes of a year without a surplus, by statutes with or without the reserve first. */
const LOSSES: Loss[] = [
  [
    'a loss is carried forward',
    { resultCents: -500_000n },
    { imputeReserves: true },
    {
      parts: [0n, 500_000n],
      text: [/constate une perte de 5\s000,00/, /5\s000,00\s€ en tout, au report à nouveau/],
      ledger: { 119: '500000', 129: '-500000' },
    },
  ],
  [
    'a loss is set against the statutory reserve first, where the statutes say so',
    { resultCents: -500_000n, statutoryReserveCents: 200_000n, carriedLossCents: 50_000n },
    { imputeReserves: true },
    {
      parts: [200_000n, 350_000n],
      text: [/2\s000,00\s€ sur la réserve statutaire/, /pertes antérieures de 500,00/],
      ledger: { 1063: '200000', 119: '300000', 129: '-500000' },
    },
  ],
  [
    'a reserve that is larger than all losses takes the earlier ones as well',
    { resultCents: -500_000n, statutoryReserveCents: 900_000n, carriedLossCents: 50_000n },
    { imputeReserves: true },
    {
      parts: [550_000n, 0n],
      text: [/aucune perte n’est plus reportée/],
      ledger: { 1063: '550000', 119: '-50000', 129: '-500000' },
    },
  ],
  [
    'where the statutes spare the reserve the whole loss is carried',
    { resultCents: -500_000n, statutoryReserveCents: 900_000n },
    { imputeReserves: false },
    {
      parts: [0n, 500_000n],
      text: [/au report à nouveau/],
      ledger: { 119: '500000', 129: '-500000' },
    },
  ],
  [
    'a result below the losses carried makes up for a part of them',
    { resultCents: 300_000n, carriedLossCents: 500_000n },
    { imputeReserves: true },
    {
      parts: [0n, 200_000n],
      text: [/ne couvre pas les pertes antérieures de 5\s000,00/, /2\s000,00\s€ en tout/],
      ledger: { 120: '300000', 119: '-300000' },
    },
  ],
]

/** Somebody who left in June 2023 and waits to be repaid. */
async function givenClaimOf2023() {
  const at = new FixedClock('2023-02-20T10:00:00')
  const leaver = await givenHolder(at, 5, { name: 'Partie', birthDate: '1972-01-01' })
  await announceExit({ memberId: leaver.id, kind: 'withdrawal', actor: OFFICE, clock: at })
  at.moveTo('2023-06-30T10:00:00')
  await makeExitsEffective({ actor: OFFICE, clock: at })
  return ExitClaim.findByOrFail('memberId', leaver.id)
}

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
    assert.match(allocation.resolutionTextFr, /réserve légale\s: 1\s500,00/)
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
    assert.deepEqual(await draft(lost.id, 1_000n), { ok: false, error: 'no_surplus' })
    const nothing = await givenAccounts(clock, { resultCents: 0n })
    assert.deepEqual(await draft(nothing.id, 0n), { ok: false, error: 'nothing_to_allocate' })
    assert.deepEqual(await draft(lost.id, 0n), { ok: false, error: 'accounts_replaced' })
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

  for (const [why, year, statutes, expected] of LOSSES) {
    test(`C33: ${why}`, async ({ assert }) => {
      await adoptTestStatutes({ exit: statutes })
      const accounts = await givenAccounts(clock, year)
      const allocation = must(await draft(accounts.id, 0n))
      assert.deepEqual([allocation.imputedCents, allocation.carriedCents], expected.parts)
      for (const words of expected.text) assert.match(allocation.resolutionTextFr, words)
      must(await vote(allocation.id))
      assert.deepEqual(await ledgerOf(), expected.ledger)
      assert.lengthOf(await db.from('interest_lines'), 0)
    })
  }

  test('C28 C33: accounts that wait for the assembly are simulated and drafted; its vote approves them', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    const { all } = await twoHolders()
    await givenYields(clock)
    const claim = await givenClaimOf2023()
    const prepared = await givenAccounts(clock, PREPARED)
    assert.isNull(await lastAccounts(clock.now()))
    assert.lengthOf(await approvedAccounts(), 0)
    const allocation = must(await draft(prepared.id, 3_802n))
    assert.include(allocation.resolutionTextFr, 'approuve les comptes')
    assert.deepEqual(await vote(allocation.id, '2023-12-31'), {
      ok: false,
      error: 'before_approval',
    })
    const before = (await lastValuation(claim.id))!
    assert.deepEqual([before.version, before.annualAccountsId], [1, null])

    must(await vote(allocation.id))
    const [approved] = await approvedAccounts()
    assert.deepEqual(
      [approved.version, isoDay(approved.approvedOn), approved.resolutionReference],
      [2, '2024-05-15', 'AG 2024, résolution 3']
    )
    const after = (await lastValuation(claim.id))!
    assert.deepEqual([after.reason, after.annualAccountsId], ['accounts', approved.id])
    assert.isNotNull(await db.from('interest_lines').where('member_id', all.id).first())
    const again = { figures: { ...figuresOf(prepared), resultCents: 1n }, actor: OFFICE, clock }
    assert.deepEqual(await recordAnnualAccounts(again), { ok: false, error: 'already_approved' })
    await assert.rejects(
      () => db.rawQuery(ONLY_PREPARED_AGAIN),
      /the accounts of 2023-12-31 are approved/
    )
  })

  test('C28: a draft of prepared accounts holds when they were approved by another resolution, unless they say something else', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    const allocation = must(await draft((await givenAccounts(clock, PREPARED)).id, 0n))
    const corrected = await givenAccounts(clock, { ...PREPARED, resultCents: 900_000n })
    assert.deepEqual(await vote(allocation.id), { ok: false, error: 'accounts_replaced' })
    const second = must(await draft(corrected.id, 0n))
    const approved = await givenAccounts(clock, { resultCents: 900_000n })
    must(await vote(second.id))
    assert.equal((await approvedAccounts())[0].id, approved.id)
  })

  test('C34: a yield corrected, statutes changed or a meeting of another year between draft and vote ask for a new draft', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    await twoHolders()
    await givenYields(clock)
    const accounts = await givenAccounts(clock)
    const allocation = must(await draft(accounts.id, 3_000n))
    const changed = { ok: false, error: 'cap_changed' }
    await recordBondYield({
      bondYield: { year: 2023, half: 2, rateMillipercent: 3_360 },
      source: 'Rectificatif',
      actor: OFFICE,
      clock,
    })
    assert.deepEqual(await vote(allocation.id), changed)
    await givenYields(clock)
    clock.moveTo('2025-01-10T10:00:00')
    assert.deepEqual(await vote(allocation.id, '2025-01-10'), changed)
    await adoptTestStatutes({ reserves: { statutoryBp: 9_990 } }, '2024-05-10')
    assert.deepEqual(await vote(allocation.id), changed)
    assert.lengthOf(await db.from('interest_lines'), 0)
    await adoptTestStatutes({}, '2024-05-11')
    must(await vote(allocation.id))
  })

  test('C34: a year of six months pays half a year of interest, and one of eighteen a year and a half', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    await givenHolder(new FixedClock('2022-01-01T10:00:00'), 50)
    await givenYields(clock)
    for (const [openedOn, interest] of [
      ['2023-07-01', 1_512n],
      ['2023-01-01', 3_000n],
      ['2022-07-01', 4_512n],
    ] as const) {
      const accounts = await givenAccounts(clock, { openedOn: dayOf(openedOn) })
      assert.equal(must(await draft(accounts.id, 3_000n)).interestCents, interest, openedOn)
    }
  })

  for (const [openedOn, closedOn, refused] of [
    ['2023-01-01', '2023-12-31', null],
    ['2022-01-01', '2023-12-31', null],
    ['2021-12-31', '2023-12-31', 'year_too_long'],
    ['2024-01-01', '2023-12-31', 'opened_after_closing'],
    ['2022-06-30', '2023-12-31', 'years_overlap'],
  ] as const) {
    test(`a year from ${openedOn} to ${closedOn}: ${refused ?? 'recorded'}`, async ({ assert }) => {
      await adoptTestStatutes()
      const before = refused === 'years_overlap'
      if (before) await givenAccounts(clock, { closedOn: dayOf('2022-06-30') })
      const year = await accountsOf(clock, { openedOn: dayOf(openedOn), closedOn: dayOf(closedOn) })
      assert.equal(year.ok ? null : year.error, refused)
    })
  }

  test('the year begins the day after the previous close, or twelve months before its end', async ({
    assert,
  }) => {
    await adoptTestStatutes()
    const opened = async (closedOn: string) =>
      isoDay((await givenAccounts(clock, { closedOn: dayOf(closedOn) })).openedOn)
    assert.equal(await opened('2022-06-30'), '2021-07-01')
    assert.equal(await opened('2022-12-31'), '2022-07-01')
    assert.equal(await opened('2024-02-29'), '2023-03-01')
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
