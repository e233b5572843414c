import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { activateMember } from '#services/membership/activate_member'
import { recordMovement } from '#services/shares/movements/record_movement'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { capitalNow } from '#services/shares/queries/capital_now'
import type { Overrides } from '#services/statutes/override_settings'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import {
  act,
  bySql,
  cancel,
  clock,
  linesOf,
  subscribe,
  together,
  type Lines,
} from '#tests/functional/shares/gates_scene'
import {
  buyShares,
  givenAdmitted,
  givenHolder,
  must,
  NOMINAL,
  refusalCode,
  withCooperative,
} from '#tests/support/shares'
import { agreedTransfer, agreeTo, orderTransfer } from '#tests/support/transfers'
import { forceStatutes } from '#tests/support/statutes'
import { newId } from '#values/id'

/** What no acceptance says: neither a code's evidence nor a paper's place, or of another order. */
const UNSIGNED = [
  { method: 'signed_in_account' },
  { method: 'one_time_code_by_email' },
  { reference: '' },
  { order_sha256: '0'.repeat(64) },
]

test.group('Shares | gates that SQL through the app meets as well', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('C11 a movement in order is entered; another number, hash, content or day is not', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 3)
    const row = subscribe(member.id, 1)
    assert.equal(await bySql({ ...row, number: 7 }), 'register_order')
    assert.equal(await bySql({ ...row, previous_hash: `\\x${'ab'.repeat(32)}` }), 'register_order')
    assert.equal(await bySql(row, { hash: `\\x${'cd'.repeat(32)}` }), 'register_hash')
    assert.equal(await bySql(row, { shares: 2 }), 'register_hash')
    assert.equal(await bySql({ ...row, effective_on: '2026-03-11' }), 'register_day')
  })

  test('L231-4 C11 no transfer is registered that its taker has not accepted, by whatever way', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 6), await givenHolder(clock, 1)]
    const asked = { fromMemberId: giver.id, toMemberId: taker.id, shares: 2, ...act }
    const { id } = must(await orderTransfer(asked))
    /** What the database says to a change of the transfer; it is undone. */
    const change = async (sql: string, transfer = id) => {
      try {
        await db.transaction(async (trx) => {
          await trx.rawQuery(`UPDATE share_transfers SET ${sql} WHERE id = ?`, [transfer])
          throw new Error('taken')
        })
      } catch (error) {
        return (error as { constraint?: string }).constraint ?? (error as Error).message
      }
    }
    const paper = `jsonb_build_object('method', 'paper', 'reference', 'R', 'order_sha256', order_sha256)`
    const yes = `accepted_at = now(), acceptance = ${paper}`
    assert.equal(await change(`state = 'accepted', ${yes}`), 'taken')
    for (const forged of UNSIGNED.map((said) => `${paper} || '${JSON.stringify(said)}'`))
      assert.equal(
        await change(`state = 'accepted', accepted_at = now(), acceptance = ${forged}`),
        'transfer_acceptance_signed',
        forged
      )
    assert.equal(await change(`state = 'accepted'`), 'transfer_accepted')
    assert.equal(await change(`state = 'registered', ended_at = now()`), 'transfer_accepted')
    assert.equal(
      await change(`state = 'registered', ended_at = now(), ${yes}`),
      'transfer_accepted'
    )
    assert.equal(await change(`state = 'refused', ended_at = now(), ${yes}`), 'transfer_accepted')
    assert.equal(
      await change(`state = 'declined', ended_at = now(), ${yes}`),
      'transfer_not_accepted'
    )
    assert.equal(await change(`refuse_by = '2026-04-01'`), 'transfer_not_accepted')
    for (const forged of ['shares = 3', 'evidence = NULL', `order_text = '{}'`, 'price_cents = 1'])
      assert.equal(await change(forged), 'transfer_signed', forged)
    const other = `import_id = gen_random_uuid()`
    assert.equal(await change(other), 'transfer_signed')

    const movement = {
      ...{ type: 'transfer', from_member_id: giver.id, from_pocket: 'held' },
      ...{ to_member_id: taker.id, to_pocket: 'held', shares: 2 },
    }
    assert.equal(await bySql(movement), 'transfer_accepted')
    assert.equal(await bySql({ ...movement, transfer_id: id }), 'transfer_accepted')
    must(await agreeTo(id, act))
    assert.equal(await bySql({ ...movement, transfer_id: id }), 'transfer_accepted')
    assert.equal(await change(`acceptance = acceptance || '{"reference": "X"}'`), 'transfer_signed')
    assert.equal(await change(`acceptance = '{"erased": true}'`), 'transfer_signed')
    must(await registerTransfer({ transferId: id, decisionReference: 'CA', ...act }))
    assert.equal(await change(`state = 'accepted', ended_at = NULL`), 'transfer_over')
    assert.equal(await change(`ended_at = now() + interval '1 day'`), 'transfer_over')
    for (const forged of [
      `acceptance = acceptance || '{"reference": "X"}'`,
      `acceptance = acceptance - 'reference'`,
      `evidence = '{"method": "one_time_code_by_email"}'`,
      `order_text = jsonb_set(order_text, '{transfer,shares}', '3')`,
      `order_text = order_text || '{"erased": true, "giver": {"name": "Quelqu’un"}}'`,
    ])
      assert.equal(await change(forged), 'transfer_signed', forged)
    assert.equal(
      await change(`acceptance = '{"erased": true}', evidence = '{"erased": true}'`),
      'taken'
    )
    await assert.rejects(
      () => db.transaction((trx) => trx.from('share_transfers').where('id', id).delete()),
      /never changed or deleted/
    )
    const next = must(await agreedTransfer(asked))
    await db
      .from('share_transfers')
      .where('id', next.id)
      .update({ state: 'registered', ended_at: clock.now().toISO() })
    assert.equal(await bySql({ ...movement, shares: 1, transfer_id: next.id }), 'transfer_accepted')
    assert.equal(await bySql({ ...movement, transfer_id: next.id }), 'entered')
  })

  test('C11 several movements of one statement are judged one after the other, none left out', async ({
    assert,
  }) => {
    const [member, other] = [await givenHolder(clock, 30), await givenHolder(clock, 30)]
    const before = await capitalNow(clock)
    assert.equal(
      await together([cancel(member.id, 31), subscribe(member.id, 5)]),
      'holding_not_negative'
    )
    assert.equal(await together([cancel(member.id, 30), cancel(other.id, 20)]), 'capital_floor')
    assert.equal(
      await together([subscribe(member.id, 1), subscribe(other.id, 1, { number: 9 })]),
      'register_order'
    )
    // A row that the statement itself would skip leaves a gap behind it.
    const [first] = await db.from('share_movements').where('number', 1)
    assert.equal(
      await together([subscribe(member.id, 1, { id: first.id }), subscribe(other.id, 1)]),
      'register_order'
    )
    assert.deepEqual(await capitalNow(clock), before)
    assert.equal(
      await together([subscribe(member.id, 5), cancel(member.id, 35), subscribe(other.id, 2)]),
      '64000 of 130000, held 0 32'
    )
  })

  test('C11 rows of one statement in any order, and constraints judged at once, pass no gate', async ({
    assert,
  }) => {
    clock.moveTo('2026-02-01T10:00')
    const member = await givenHolder(clock, 40)
    clock.moveTo('2026-03-01T10:00')
    await buyShares(clock, member.id, 30)
    clock.moveTo('2026-03-10T10:00')
    const late = subscribe(member.id, 1, { recorded_at: '2026-03-10T09:00:01Z' })
    const early = subscribe(member.id, 1)
    for (const turned of [false, true]) {
      assert.equal(await together([late, early], { turned }), 'register_time')
      assert.equal(await together([early, late], { turned }), '144000 of 144000, held 72')
    }
    assert.equal(await together([early, late], { wrong: early }), '144000 of 144000, held 72')
    assert.equal(
      await together([early, subscribe(member.id, 2)], { wrong: early }),
      'movement_piece'
    )
    // What the same statement brings on an earlier day was there on the days after it.
    const given = cancel(member.id, 41, { effective_on: '2026-02-10' })
    const brought = subscribe(member.id, 1, { effective_on: '2026-02-05' })
    assert.equal(await together([early, given]), 'past_not_negative')
    assert.equal(await together([brought, given]), '60000 of 142000, held 30')
    // The floor of the day of recording is looked at after the capital moved, whoever hurries it.
    await forceStatutes({ capital: { statutoryMinimumCents: '120000' } }, '2026-03-05')
    const dated = { effective_on: '2026-02-10' }
    for (const first of ['SELECT 1', 'SET CONSTRAINTS ALL IMMEDIATE']) {
      assert.equal(await together([cancel(member.id, 11, dated)], { first }), 'capital_floor')
      assert.equal(
        await together([cancel(member.id, 10, dated)], { first }),
        '120000 of 140000, held 60'
      )
    }
    // A fall that other movements of its statement make up for is seen as well.
    await forceStatutes({ capital: { statutoryMinimumCents: '200000' } }, '2026-03-06')
    assert.equal(await together([cancel(member.id, 1, dated), early, early]), 'capital_floor')
    await forceStatutes({ capital: { statutoryMinimumCents: '120000' } }, '2026-03-07')
  })

  test('C07, C08 nominal, least shares and the part paid at once', async ({ assert }) => {
    await givenHolder(clock, 30)
    const partner = await givenAdmitted(clock, {
      kind: 'legal',
      categoryCodes: ['partner'],
      name: 'Disquaire',
    })
    assert.equal(await bySql(subscribe(partner.id, 9)), 'least_shares')
    assert.equal(
      await bySql(subscribe(partner.id, 10, { nominal_cents: 1_999 })),
      'nominal_of_statutes'
    )
    assert.equal(await bySql(subscribe(partner.id, 10, { paid_cents: 19_999 })), 'paid_up_part')
    assert.equal(
      await bySql(subscribe(partner.id, 10, { effective_on: '2019-12-31' })),
      'nominal_of_statutes'
    )
  })

  test('C09 50 000 of 100 000 € is public and fine; a share more is blocked', async ({
    assert,
  }) => {
    const town = await givenAdmitted(clock, { kind: 'public_body', name: 'Ville' })
    await givenHolder(clock, 2_500)
    await db.transaction((trx) =>
      activateMember(trx, { memberId: town.id, on: clock.now(), ...act })
    )
    const asked = (shares: number) =>
      db.transaction((trx) =>
        recordMovement(trx, {
          type: 'subscribe',
          effectiveOn: clock.now(),
          to: { memberId: town.id, pocket: 'held' },
          shares,
          nominalCents: NOMINAL,
          paidCents: BigInt(shares) * NOMINAL,
          counterpart: '512',
          ...act,
        })
      )
    assert.equal(refusalCode(await asked(2_501)), 'public_half')
    assert.equal(await bySql(subscribe(town.id, 2_501)), 'public_half')
    must(await asked(2_500))
    assert.equal(await bySql(subscribe(town.id, 25)), 'public_half')
    const { publicCents, subscribedCents } = await capitalNow(clock)
    assert.equal(publicCents * 2n, subscribedCents)
  })

  test('C10 a quarter of the peak, a tenth of the statutes’ capital, their minimum, an SA’s 18 500 €', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 20_000)
    assert.equal((await capitalNow(clock)).floorCents, 10_000_000n)
    assert.equal(await bySql(cancel(member.id, 15_001)), 'capital_floor')
    const floors: [Overrides<StatuteSettings>, bigint][] = [
      [{ capital: { statutoryMinimumCents: '12000000' } }, 12_000_000n],
      [{ capital: { statutoryCapitalCents: '130000001' } }, 13_000_001n],
      [{ identity: { legalForm: 'SA' } }, 13_000_001n],
    ]
    for (const [index, [overrides, floor]] of floors.entries()) {
      await forceStatutes(overrides, `2025-01-0${index + 1}`)
      assert.equal((await capitalNow(clock)).floorCents, floor)
      const { rows } = await db.rawQuery(
        `SELECT capital_floor_cents(40000000, '2026-03-10')::text AS floor`
      )
      assert.equal(BigInt(rows[0].floor), floor)
    }
  })

  test('C10 a day of the past does not bring an older and lower floor back', async ({ assert }) => {
    clock.moveTo('2026-01-10T10:00')
    const member = await givenHolder(clock, 100)
    clock.moveTo('2026-03-10T10:00')
    await forceStatutes({ capital: { statutoryMinimumCents: '180000' } }, '2026-02-01')
    assert.equal(
      await bySql(cancel(member.id, 20, { effective_on: '2026-01-15' })),
      'capital_floor'
    )
  })

  test('C10 an SA keeps 18 500 € whatever its statutes and its peak', async ({ assert }) => {
    await forceStatutes({ identity: { legalForm: 'SA' } }, '2026-01-01')
    const member = await givenHolder(clock, 1_000)
    assert.equal((await capitalNow(clock)).floorCents, 1_850_000n)
    assert.equal(await bySql(cancel(member.id, 76)), 'capital_floor')
  })

  test('shares that are not there leave nowhere, and a wrong reverse corrects nothing', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 3)
    assert.equal(await bySql(cancel(member.id, 4)), 'holding_not_negative')
    const wrong = {
      type: 'correct',
      corrects: 1,
      reason: 'x',
      from_member_id: member.id,
      from_pocket: 'held',
      shares: 2,
    }
    assert.equal(await bySql(wrong), 'correction_reverses')
  })

  test('C11 an instant before the last movement, or a piece that says something else, is refused', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 3)
    const other = await givenHolder(clock, 3)
    const row = subscribe(member.id, 1)
    assert.equal(await bySql({ ...row, recorded_at: '2026-03-10T08:59:59Z' }), 'register_time')
    const wrong: Lines[] = [
      linesOf({ ...row, shares: 2 }),
      linesOf(subscribe(other.id, 1)),
      linesOf({ ...row, to_pocket: 'leaving' }),
      linesOf({ ...row, paid_cents: 1_000 }),
      [
        { account: '512', debitCents: 2_000n },
        { account: '10131', creditCents: 2_000n },
      ],
      [...linesOf(row), ...linesOf(subscribe(other.id, 1))],
    ]
    for (const lines of wrong) assert.equal(await bySql(row, {}, lines), 'movement_piece')
    const { rows } = await db.rawQuery(
      `SELECT e.piece_reference AS piece, e.id FROM share_movements m
         JOIN journal_entries e ON e.piece_reference = m.piece_reference WHERE m.number = 1`
    )
    assert.notEqual(await bySql({ ...row, piece_reference: rows[0].piece }), 'entered')
    const adds = db.transaction((trx) =>
      trx.rawQuery(
        `INSERT INTO journal_lines (id, entry_id, position, account_code, label, debit_cents)
         VALUES (?, ?, 90, '10131', 'sql', 5)`,
        [newId(), rows[0].id]
      )
    )
    await assert.rejects(() => adds, /complete/)
  })

  test('C11 nobody gives on a past day what came later', async ({ assert }) => {
    clock.moveTo('2026-02-01T10:00')
    const member = await givenHolder(clock, 2)
    clock.moveTo('2026-03-01T10:00')
    await buyShares(clock, member.id, 3)
    clock.moveTo('2026-03-10T10:00')
    assert.equal(
      await bySql(cancel(member.id, 3, { effective_on: '2026-02-10' })),
      'past_not_negative'
    )
    assert.equal(
      await bySql(cancel(member.id, 1, { effective_on: '2026-01-10' })),
      'past_not_negative'
    )
    const given = {
      type: 'withdraw',
      from_member_id: member.id,
      from_pocket: 'held',
      to_member_id: member.id,
      to_pocket: 'leaving',
    }
    assert.equal(
      await bySql({ ...given, shares: 5, effective_on: '2026-02-28' }),
      'past_not_negative'
    )
  })

  test('one nominal value: statutes with another do not take effect while shares are held', async ({
    assert,
  }) => {
    await givenHolder(clock, 1)
    await assert.rejects(
      () => forceStatutes({ capital: { nominalCents: '2500' } }, '2026-04-01'),
      /nominal value cannot change/
    )
  })
})
