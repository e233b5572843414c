import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { announceExit } from '#services/membership/exits/announce_exit'
import { cooperativeAlerts } from '#services/membership/alerts'
import { callBalance } from '#services/shares/calls/call_balance'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { callsBoard } from '#services/shares/queries/calls_board'
import { exitBoard } from '#services/shares/queries/exit_board'
import { myExit } from '#services/shares/queries/my_exit'
import { transfersBoard } from '#services/shares/queries/transfers_board'
import { projectYear } from '#services/shares/review/project_year'
import { recordPetition } from '#services/shares/review/record_petition'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import {
  givenAdmitted,
  givenHolder,
  must,
  NOMINAL,
  OFFICE,
  pay,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { adoptTestStatutes } from '#tests/support/statutes'
import { givenAccounts } from '#tests/support/surplus'
import { orderTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'

const clock = new FixedClock('2026-01-10T10:00:00')
const act = { actor: OFFICE, clock }
const PETITIONS = '/shares/office/review/petitions'

const SIGNED_APPLICATION = `
  INSERT INTO applications (id, reference, kind, category_code, shares, nominal_cents, first_payment_cents,
    email, street, postcode, city, country, locale, person_key, statute_profile_id,
    consent_email_notices, consent_newsletter, state, bulletin, bulletin_sha256, evidence, signed_at, created_at)
  SELECT gen_random_uuid(), 'A-1', 'natural', 'supporter', 1, 2000, 2000, 'a@societaires.fr', '1 rue', '93100',
         'Montreuil', 'FR', 'fr', 'clé', id, false, false, 'lapsed', '{}', repeat('0', 64), '{}', s.at, s.at
    FROM statute_profiles, (SELECT CAST(? AS timestamptz) AS at) s LIMIT 1`

/** The alerts of a rule on a moment, by the last word of their key. */
async function alertsOf(rule: string, moment: string) {
  clock.moveTo(moment)
  const alerts = await cooperativeAlerts(clock)
  return alerts
    .filter((one) => one.rule === rule)
    .map(({ key, severity }) => `${key.split('.').at(-1)} ${severity}`)
    .sort()
}

test.group('Shares | what the office is told in time', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00:00' })

  test('C35: the review is announced, then late, on the list of alerts; losses and petitions as well', async ({
    assert,
  }) => {
    clock.moveTo('2024-01-10T10:00')
    await givenHolder(clock, 10)
    for (const [moment, told] of [
      ['2024-07-04T12:00', []],
      ['2024-07-05T00:30', ['soon warning']],
      ['2025-01-01T23:30', ['soon warning']],
      ['2025-01-02T00:30', ['late error']],
    ] as const) {
      assert.deepEqual(await alertsOf('C35', moment), [...told], moment)
    }
    clock.moveTo('2025-06-10T10:00')
    await givenAccounts(clock, {
      closedOn: dayOf('2024-12-31'),
      approvedOn: dayOf('2025-06-09'),
      resultCents: -10_000_000n,
    })
    assert.deepEqual(await alertsOf('C35', '2025-06-10T10:00'), ['loss_half_of_peak error'])
  })

  test('C35: a loss that the assembly has not approved asks for nothing', async ({ assert }) => {
    clock.moveTo('2024-03-09T10:00')
    await givenHolder(clock, 10)
    await givenAccounts(clock, {
      closedOn: dayOf('2023-12-31'),
      approvedOn: null,
      resolutionReference: null,
      resultCents: -10_000_000n,
    })
    assert.deepEqual(await alertsOf('C35', '2024-03-10T10:00'), [])
  })

  // Route 'shares.office.review_petitions.store'.
  test('C35: a tenth of the members asks for a review; fewer, strangers and the board do not', async ({
    client,
    assert,
  }) => {
    for (let index = 0; index < 11; index++) await givenHolder(clock, 1)
    const form = { received_on: '2026-01-10', signatories: '2', reference: 'Dossier R-1' }
    const visitor = await client.post(PETITIONS).withCsrfToken().json(form).redirects(0)
    assert.include(visitor.header('location'), 'sign-in')
    const board = await givenDesk(client, ['board'])
    assert.isTrue(isRefused(await board.send(PETITIONS, form)))
    const desk = await givenDesk(client, ['secretary'])
    for (const [field, value] of [
      ['received_on', '2026-01-11'],
      ['signatories', '12'],
      ['signatories', '1'],
      ['signatories', 'dix'],
      ['reference', ''],
    ] as const) {
      const refused = await desk.send(PETITIONS, { ...form, [field]: value })
      assert.isNotEmpty(fieldErrors(refused)[field], `${field} ${value}`)
    }
    assert.lengthOf(await db.from('review_petitions'), 0)
    assert.match(sentence(await desk.send(PETITIONS, form), 'success'), /inscrite/)
    assert.deepEqual(await alertsOf('C35', '2026-01-10T10:00'), ['petition error'])
    const again = { receivedOn: dayOf('2026-01-10'), signatories: 1, reference: 'R-2' }
    assert.deepEqual(await recordPetition({ petition: again, ...act }), {
      ok: false,
      error: 'petition_too_small',
    })
  })

  test('C08 C15: what falls due is told ninety days before', async ({ assert }) => {
    await adoptTestStatutes({ capital: { paidUpBp: 2_500 } }, '2021-01-01')
    const leaver = await givenHolder(clock, 4)
    await givenHolder(clock, 40)
    const owing = await givenAdmitted(clock)
    const subscription = must(
      await signBulletin(clock, owing.id, { shares: 4, firstPaymentCents: NOMINAL })
    )
    must(await pay(clock, subscription.id, NOMINAL))
    const subscriptionId = subscription.id
    const called = { subscriptionId, amountCents: NOMINAL, dueOn: '2026-06-30' }
    must(await callBalance({ ...called, ...act }))
    await announceExit({ memberId: leaver.id, kind: 'withdrawal', ...act })
    clock.moveTo('2026-04-10T00:05')
    await makeExitsEffective(act)
    for (const [moment, told] of [
      ['2026-03-31T12:00', []],
      ['2026-04-01T12:00', ['calls_soon warning']],
      ['2026-06-30T23:30', ['calls_soon warning']],
      ['2026-07-01T00:30', ['calls_late warning']],
      ['2030-10-11T12:00', ['calls_late warning']],
      ['2030-10-12T12:00', ['calls_late warning', 'paid_up_soon warning']],
      ['2031-01-11T12:00', ['calls_late warning', 'paid_up_late error']],
    ] as const) {
      assert.deepEqual(await alertsOf('C08', moment), [...told], moment)
    }
    for (const [moment, told] of [
      ['2031-01-09T12:00', []],
      ['2031-01-10T12:00', ['claims_soon warning']],
      ['2031-04-10T00:30', ['claims_due warning']],
    ] as const) {
      assert.deepEqual(await alertsOf('C15', moment), [...told], moment)
    }
  })
})

test.group('Shares | places and days as people live them', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00:00' })

  test('C16: the place shown counts exits announced before mine, and my own day once I have asked', async ({
    assert,
  }) => {
    const [first, second, mine] = [
      await givenHolder(clock, 10),
      await givenHolder(clock, 5),
      await givenHolder(clock, 1),
    ]
    await announceExit({ memberId: first.id, kind: 'withdrawal', ...act })
    clock.moveTo('2026-02-10T10:00:00')
    const before = (await myExit(mine, clock)).terms
    assert.deepEqual([before.place, before.beforeCents], [2, '20000'])
    await announceExit({ memberId: mine.id, kind: 'withdrawal', ...act })
    clock.moveTo('2026-03-10T10:00:00')
    await announceExit({ memberId: second.id, kind: 'withdrawal', ...act })
    const asked = (await myExit(mine, clock)).terms
    assert.deepEqual(
      [asked.effectiveOn, asked.dueOn, asked.place, asked.beforeCents],
      ['2026-05-10', '2031-05-10', 2, '20000']
    )
    assert.equal((await myExit(second, clock)).terms.place, 3)
    clock.moveTo('2026-04-10T00:05')
    await makeExitsEffective(act)
    assert.equal((await myExit(mine, clock)).terms.place, 2)
  })

  test('half past midnight on 1 January is 1 January in Paris, on every board and in the year’s data', async ({
    assert,
  }) => {
    await adoptTestStatutes({ capital: { paidUpBp: 2_500 } }, '2021-01-01')
    const giver = await givenHolder(clock, 10)
    const taker = await givenHolder(clock, 1)
    clock.moveTo('2027-01-01T00:30:00')
    const member = await givenAdmitted(clock)
    const signed = must(
      await signBulletin(clock, member.id, { shares: 4, firstPaymentCents: NOMINAL })
    )
    must(await pay(clock, signed.id, NOMINAL))
    await announceExit({ memberId: taker.id, kind: 'withdrawal', ...act })
    const parties = { fromMemberId: giver.id, toMemberId: member.id, shares: 1 }
    must(await orderTransfer({ ...parties, ...act }))
    const [call] = (await callsBoard(clock)).uncalled
    const [exit] = (await exitBoard(clock)).announced
    const [transfer] = (await transfersBoard(clock)).waiting
    assert.deepEqual(
      [call.registeredOn, call.payableBy, exit.requestedOn, transfer.requestedOn],
      ['2027-01-01', '2032-01-01', '2027-01-01', '2027-01-01']
    )
    await db.rawQuery(SIGNED_APPLICATION, [clock.now().toISO()!])
    assert.equal((await projectYear(2026)).applications.received, 0)
    assert.equal((await projectYear(2027)).applications.received, 1)
  })

  test('C36: the year’s data are those of the financial year, by the statutes or the accounts', async ({
    assert,
  }) => {
    await adoptTestStatutes({ identity: { yearEnd: '06-30' } }, '2021-01-01')
    await givenHolder(clock, 10)
    clock.moveTo('2026-07-01T00:30:00')
    const late = await givenHolder(clock, 5)
    assert.equal(isoDay(late.joinedOn!), '2026-07-01')
    const [one, next] = [await projectYear(2026), await projectYear(2027)]
    assert.deepEqual([one.from, one.to, next.from], ['2025-07-01', '2026-06-30', '2026-07-01'])
    const count = (counts: Record<string, number>) =>
      Object.values(counts).reduce((sum, many) => sum + many, 0)
    assert.deepEqual([count(one.joins), count(one.membersAtEnd)], [1, 1])
    assert.deepEqual([count(next.joins), count(next.membersAtStart)], [1, 1])
    assert.deepEqual([one.capital.endCents, next.capital.startCents], ['20000', '20000'])
    clock.moveTo('2027-02-01T10:00:00')
    await givenAccounts(clock, {
      openedOn: dayOf('2025-01-01'),
      closedOn: dayOf('2026-03-31'),
      approvedOn: dayOf('2027-01-31'),
    })
    const { from, to } = await projectYear(2026)
    assert.deepEqual([from, to], ['2025-01-01', '2026-03-31'])
  })
})
