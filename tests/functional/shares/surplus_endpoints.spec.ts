import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import { fieldErrors, givenDesk, isRefused, withClock } from '#tests/support/desk'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { givenAccounts, givenYields } from '#tests/support/surplus'
import { givenHolder } from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2024-05-20T10:00:00')
const PAGE = '/shares/office/surplus'

const ACCOUNTS = {
  closed_on: '2023-12-31',
  approved_on: '2024-05-15',
  resolution_reference: 'AG 2024, résolution 1',
  capital: '20 000',
  legal_reserve: '0',
  statutory_reserve: '0',
  other_reserves: '0',
  carried_loss: '0',
  result: '-1 250,50',
  subsidies: '0',
  turnover: '90000',
  employees: '2',
}
const BOND_YIELD = { year: '2023', half: '2', rate: '3,37', source: 'Journal officiel' }
const REVIEW = {
  reviewed_on: '2024-04-02',
  reviewer: 'Cabinet Lambert',
  report_reference: 'R-2024',
}

/** Every form of these pages: `'shares.office.surplus.store'` and the others by their address. */
const FORMS = {
  'shares.office.accounts.store': ['/shares/office/accounts', ACCOUNTS],
  'shares.office.bond_yields.store': ['/shares/office/bond-yields', BOND_YIELD],
  'shares.office.surplus.store': [
    PAGE,
    { accounts_id: newId(), assembly_on: '2024-05-15', rate: '0' },
  ],
  'shares.office.surplus.vote': [
    `${PAGE}/${newId()}/vote`,
    { resolution_reference: 'R1', resolution_date: '2024-05-15' },
  ],
  'shares.office.surplus.discard': [`${PAGE}/${newId()}/discard`, {}],
  'shares.office.reviews.store': ['/shares/office/review', REVIEW],
} as const

test.group('Shares | surplus and review pages', (group) => {
  withClock(group, clock)
  group.setup(() => emptyCooperative())
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('a stranger is asked to sign in, a moderator is refused, everywhere', async ({
    client,
    assert,
  }) => {
    const moderator = await givenDesk(client, ['moderator'])
    for (const path of [PAGE, '/shares/office/review', '/shares/office/review.json']) {
      const anonymous = await client.get(path).redirects(0)
      assert.include(anonymous.header('location'), 'sign-in', path)
      assert.isTrue(isRefused(await moderator.page(path)), path)
    }
    for (const [path, form] of Object.values(FORMS)) {
      const anonymous = await client.post(path).withCsrfToken().json(form).redirects(0)
      assert.include(anonymous.header('location'), 'sign-in', path)
      assert.isTrue(isRefused(await moderator.send(path, form)), path)
    }
  })

  test('the board reads and simulates, and records nothing', async ({ client, assert }) => {
    const board = await givenDesk(client, ['board'])
    const page = await board.page(PAGE)
    page.assertStatus(200)
    page.assertInertiaComponent('shares/office/surplus')
    for (const [path, form] of Object.values(FORMS)) {
      assert.isTrue(isRefused(await board.send(path, form)), path)
    }
  })

  test('the treasurer records accounts, a yield, a draft and its vote', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes()
    await givenHolder(new FixedClock('2022-05-01T10:00:00'), 100)
    const desk = await givenDesk(client, ['treasurer'])
    await desk.send('/shares/office/accounts', ACCOUNTS)
    const loss = await db.from('annual_accounts').firstOrFail()
    assert.deepEqual([loss.result_cents, loss.capital_cents], ['-125050', '2000000'])
    await desk.send('/shares/office/accounts', { ...ACCOUNTS, result: '10 000' })
    await givenYields(clock)
    await desk.send('/shares/office/bond-yields', BOND_YIELD)
    const accounts = await db.from('annual_accounts').orderBy('version', 'desc').firstOrFail()
    await desk.send(PAGE, { accounts_id: accounts.id, assembly_on: '2024-05-15', rate: '2,5' })
    const draft = await db.from('surplus_allocations').firstOrFail()
    assert.equal(draft.interest_cents, '5000')

    const page = await desk.page(`${PAGE}?accounts=${accounts.id}&rate=2%2C5&assembly=2024-05-15`)
    page.assertStatus(200)
    page.assertInertiaComponent('shares/office/surplus')
    const { simulation, allocations, rateError } = page.inertiaProps as Record<string, any>
    assert.isNull(rateError)
    const unread = await desk.page(`${PAGE}?accounts=${accounts.id}&rate=deux`)
    assert.match(String(unread.inertiaProps.rateError), /pourcentage/)
    assert.deepEqual(
      [simulation.interestCents, simulation.capMillipercent, simulation.refusal],
      ['5000', 3802, null]
    )
    assert.equal(allocations[0].state, 'draft')
    await desk.send(`${PAGE}/${draft.id}/vote`, {
      resolution_reference: 'AG 2024, résolution 3',
      resolution_date: '2024-05-16',
    })
    assert.equal((await db.from('surplus_allocations').firstOrFail()).state, 'voted')
  })

  test('what cannot be is said beside its field, and nothing is written', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes()
    const desk = await givenDesk(client, ['treasurer'])
    const refused = async (path: string, form: object, field: string) => {
      const errors = fieldErrors(await desk.send(path, form))
      assert.isNotEmpty(errors[field], `${path} ${field}`)
    }
    const accounts = '/shares/office/accounts'
    await refused(accounts, { ...ACCOUNTS, capital: 'beaucoup' }, 'capital')
    await refused(accounts, { ...ACCOUNTS, result: '1.234.5' }, 'result')
    await refused(accounts, { ...ACCOUNTS, closed_on: '2023-02-30' }, 'closed_on')
    await refused(accounts, { ...ACCOUNTS, closed_on: '2024-12-31' }, 'closed_on')
    await refused(accounts, { ...ACCOUNTS, approved_on: '2023-11-01' }, 'approved_on')
    await refused('/shares/office/bond-yields', { ...BOND_YIELD, rate: '80' }, 'rate')
    await refused('/shares/office/bond-yields', { ...BOND_YIELD, half: '3' }, 'half')
    assert.lengthOf(await db.from('annual_accounts'), 0)
    assert.lengthOf(await db.from('bond_yields'), 0)
    const { id } = await givenAccounts(clock)
    await refused(PAGE, { accounts_id: id, assembly_on: '2024-05-15', rate: '2' }, 'rate')
    await refused(
      `${PAGE}/${newId()}/vote`,
      FORMS['shares.office.surplus.vote'][1],
      'resolution_reference'
    )
  })

  test('C28: the treasurer records accounts that wait for the assembly, and drafts the resolution on a loss', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes()
    const desk = await givenDesk(client, ['treasurer'])
    const path = '/shares/office/accounts'
    const prepared = { ...ACCOUNTS, opened_on: '', approved_on: '', resolution_reference: '' }
    await desk.send(path, prepared)
    const accounts = await db.from('annual_accounts').firstOrFail()
    assert.deepEqual([accounts.approved_on, accounts.resolution_reference], [null, null])
    for (const [field, form] of [
      ['approved_on', { ...prepared, resolution_reference: 'AG 2024' }],
      ['resolution_reference', { ...prepared, approved_on: '2024-05-15' }],
      ['opened_on', { ...prepared, opened_on: '2021-01-01' }],
      ['opened_on', { ...prepared, opened_on: '2024-01-01' }],
    ] as const) {
      assert.isNotEmpty(fieldErrors(await desk.send(path, form))[field], field)
    }
    await desk.send(PAGE, { accounts_id: accounts.id, assembly_on: '2024-05-15', rate: '0' })
    const page = await desk.page(PAGE)
    const { accounts: rows, allocations, simulation } = page.inertiaProps as Record<string, any>
    assert.deepEqual(
      [rows[0].openedOn, rows[0].approvedOn, allocations[0].carriedCents, simulation.refusal],
      ['2023-01-01', null, '125050', null]
    )
    assert.match(allocations[0].text, /constate une perte de 1\s250,50/)
  })

  test('C35 C36: the secretary records a review, and the file tells of it', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes()
    const desk = await givenDesk(client, ['secretary'])
    const future = { ...REVIEW, reviewed_on: '2024-06-01' }
    assert.isNotEmpty(fieldErrors(await desk.send('/shares/office/review', future)).reviewed_on)
    const early = { ...REVIEW, debated_on: '2024-04-01' }
    assert.isNotEmpty(fieldErrors(await desk.send('/shares/office/review', early)).debated_on)
    await desk.send('/shares/office/review', { ...REVIEW, debated_on: '2024-05-15' })
    const page = await desk.page('/shares/office/review')
    const { status } = page.inertiaProps as Record<string, any>
    assert.deepEqual([status.dueBy, status.state], ['2029-04-02', 'fine'])
    const file = JSON.parse((await desk.file('/shares/office/review.json')).text())
    assert.equal(file.reviews[0].reviewer, 'Cabinet Lambert')
    assert.lengthOf(file.years, 5)
    const pdf = await desk.file('/shares/office/review.pdf')
    assert.equal(pdf.header('content-type'), 'application/pdf')
  })
})
