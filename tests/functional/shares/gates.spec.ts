import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { seedChart } from '#services/ledger/seed_chart'
import { postEntry } from '#services/ledger/post_entry'
import { activateMember } from '#services/membership/activate_member'
import { refusalOf } from '#services/shares/errors'
import { recordMovement } from '#services/shares/movements/record_movement'
import { capitalNow } from '#services/shares/queries/capital_now'
import { StatutesError } from '#services/statutes/errors'
import type { Overrides } from '#services/statutes/override_settings'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import Member from '#models/membership/member'
import {
  buyShares,
  givenAdmitted,
  givenHolder,
  must,
  NOMINAL,
  OFFICE,
  refusalCode,
  withCooperative,
} from '#tests/support/shares'
import { adoptTestStatutes, forceStatutes } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }

type Row = Record<string, string | number | null>
type Lines = Parameters<typeof postEntry>[0]['lines']

/** The entry that says what a movement says, its money from or to the bank. */
function linesOf(row: Row): Lines {
  const amount = BigInt(row.shares ?? 0) * BigInt(row.nominal_cents ?? 2_000)
  const paid = BigInt(row.paid_cents ?? amount)
  const side = (member: Row[string], pocket: Row[string], given: boolean) => {
    const as = (cents: bigint) => (given ? { debitCents: cents } : { creditCents: cents })
    const back = (cents: bigint) => (given ? { creditCents: cents } : { debitCents: cents })
    if (!member) return []
    const auxiliary = String(member)
    const account = pocket === 'held' ? ('10131' as const) : ('10138' as const)
    return [
      { account, auxiliary, ...as(paid) },
      { account: '1011' as const, auxiliary, ...as(amount - paid) },
      { account: '512' as const, ...back(amount) },
    ]
  }
  return [
    ...side(row.from_member_id, row.from_pocket, true),
    ...side(row.to_member_id, row.to_pocket, false),
  ]
}

/** Writes a movement as somebody at the database would: number, hash and entry all in order. */
async function bySql(row: Row, forged: Row = {}, lines = linesOf(row)): Promise<string> {
  const piece = `OD-sql-${newId()}`
  try {
    await db.transaction(async (trx) => {
      await seedChart(trx)
      const entry = { journal: 'OD' as const, date: '2026-03-10', label: 'sql', lines }
      const by = { postedBy: 'sql', postedAt: clock.now() }
      await postEntry({ ...entry, ...by, pieceReference: piece }, trx)
      await trx.rawQuery(
        `WITH draft AS (
           SELECT jsonb_populate_record(NULL::share_movements, jsonb_build_object(
                    'number', last_number + 1, 'previous_hash', last_hash, 'hash', last_hash) || ?::jsonb) AS m
             FROM capital_totals)
         INSERT INTO share_movements
         SELECT (jsonb_populate_record(m, jsonb_build_object('hash', share_movement_hash(m)) || ?::jsonb)).* FROM draft`,
        [
          JSON.stringify({
            id: newId(),
            effective_on: '2026-03-10',
            recorded_at: '2026-03-10T09:00:00Z',
            recorded_by_label: 'sql',
            nominal_cents: 2_000,
            paid_cents: Number(row.shares) * 2_000,
            piece_reference: piece,
            ...row,
          }),
          JSON.stringify(forged),
        ]
      )
      await trx.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
    })
    return 'entered'
  } catch (error) {
    return refusalOf(error)?.code ?? String(error)
  }
}

/**
 * Writes movements in one statement, chained as they stand (`number` may leave a gap), says what
 * stands after it, and undoes it: the entries beside are not those of the movements.
 */
async function together(rows: Row[]): Promise<string> {
  let after = ''
  try {
    await db.transaction(async (trx) => {
      await seedChart(trx)
      const [totals] = await trx.from('capital_totals')
      let previous = `\\x${totals.last_hash.toString('hex')}`
      const drafts = []
      for (const [index, row] of rows.entries()) {
        const piece = `OD-sql-${newId()}`
        const entry = {
          journal: 'OD' as const,
          date: '2026-03-10',
          label: 'sql',
          lines: linesOf(row),
        }
        const by = { postedBy: 'sql', postedAt: clock.now() }
        await postEntry({ ...entry, ...by, pieceReference: piece }, trx)
        const draft = {
          id: newId(),
          number: Number(totals.last_number) + 1 + index,
          effective_on: '2026-03-10',
          recorded_at: '2026-03-10T09:00:00Z',
          recorded_by_label: 'sql',
          nominal_cents: 2_000,
          paid_cents: Number(row.shares) * 2_000,
          piece_reference: piece,
          previous_hash: previous,
          ...row,
        }
        const { rows: hashed } = await trx.rawQuery(
          'SELECT share_movement_hash(jsonb_populate_record(NULL::share_movements, ?::jsonb)) AS hash',
          [JSON.stringify(draft)]
        )
        previous = `\\x${hashed[0].hash.toString('hex')}`
        drafts.push({ ...draft, hash: previous })
      }
      await trx.rawQuery(
        `INSERT INTO share_movements SELECT * FROM jsonb_populate_recordset(NULL::share_movements, ?::jsonb)
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(drafts)]
      )
      await trx.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
      const [{ subscribed_cents: capital, peak_cents: peak }] = await trx.from('capital_totals')
      const holdings = await trx.from('share_holdings').orderBy('shares').select('shares')
      after = `${capital} of ${peak}, held ${holdings.map(({ shares }) => shares).join(' ')}`
      throw new Error('undone')
    })
    return after
  } catch (error) {
    return after || (refusalOf(error)?.code ?? String(error))
  }
}

const subscribe = (member: string, shares: number, more: Row = {}) => ({
  type: 'subscribe',
  to_member_id: member,
  to_pocket: 'held',
  shares,
  ...more,
})
const cancel = (member: string, shares: number, more: Row = {}) => ({
  type: 'cancel',
  from_member_id: member,
  from_pocket: 'held',
  shares,
  ...more,
})

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

  test('C02 an SARL’s member 101 is refused in every way', async ({ assert }) => {
    await forceStatutes({ identity: { legalForm: 'SARL' } }, '2026-01-01')
    const account = await givenHolder(clock, 1)
    await db.rawQuery(
      `INSERT INTO members (id, number, kind, person_key, display_name, email, state, admitted_on, joined_on, created_at)
       SELECT gen_random_uuid(), n, 'natural', 'sarl-' || n, 'Membre', 'm@exemple.fr', 'active', '2026-01-01', '2026-01-01', now()
         FROM generate_series(2, 100) n`
    )
    const next = await givenAdmitted(clock)
    await assert.rejects(
      () =>
        db.transaction((trx) =>
          activateMember(trx, { memberId: next.id, on: clock.now(), ...act })
        ),
      /100 members/
    )
    await assert.rejects(
      () =>
        db.transaction((trx) =>
          trx.rawQuery(
            `UPDATE members SET state = 'active', number = 101, joined_on = '2026-03-10' WHERE id = ?`,
            [next.id]
          )
        ),
      /100 members/
    )
    assert.isTrue(account.isActive)
    await db
      .from('members')
      .whereLike('person_key', 'sarl-%')
      .update({ state: 'left', left_on: '2026-03-10' })
  })

  /** A hundred and one members by SQL, the hundred and first gone. */
  async function hundredMembers(joinedOn: string, gone = true) {
    await db.rawQuery(
      `INSERT INTO members (id, number, kind, person_key, display_name, email, state, admitted_on, joined_on, created_at)
       SELECT gen_random_uuid(), n, 'natural', 'sarl-' || n, 'Membre', 'm@exemple.fr', 'active', :joinedOn::date, :joinedOn::date, :at
         FROM generate_series(1, 101) n`,
      { joinedOn, at: clock.now().toJSDate() }
    )
    const last = await Member.findByOrFail('personKey', 'sarl-101')
    if (gone) await last.leave(clock.now()).save()
    return last
  }

  /** What was only written to meet a gate is gone before the group's own check. */
  const nobodyStays = () =>
    db.from('members').where({ state: 'active' }).whereLike('person_key', 'sarl-%').update({
      state: 'left',
      left_on: '2026-03-10',
    })

  test('C02 after an SAS became an SARL, neither who returns nor who is dated back passes a hundred', async ({
    assert,
  }) => {
    const gone = await hundredMembers('2025-01-01')
    await forceStatutes({ identity: { legalForm: 'SARL' } }, '2026-03-10')
    const comesBack = (on: string) =>
      db.transaction((trx) => activateMember(trx, { memberId: gone.id, on, ...act }))
    await assert.rejects(() => comesBack('2026-03-10'), /100 members/)
    const next = await givenAdmitted(clock, { admittedOn: '2025-06-01' })
    const datedBack = (on: string) =>
      db.transaction((trx) => activateMember(trx, { memberId: next.id, on, ...act }))
    await assert.rejects(() => datedBack('2025-06-01'), /100 members/)
    await db.from('members').where({ number: 100 }).update({ state: 'left', left_on: '2026-03-10' })
    await datedBack('2026-03-10')
    await assert.rejects(() => comesBack('2026-03-10'), /100 members/)
    await nobodyStays()
    await db.from('members').where({ id: next.id }).update({ state: 'left', left_on: '2026-03-10' })
  })

  test('C02 an SARL to come counts already, and its statutes are not adopted over a hundred members', async ({
    assert,
  }) => {
    const last = await hundredMembers('2025-01-01', false)
    const sarl = {
      identity: { legalForm: 'SARL' as const, formWords: 'SCIC SARL à capital variable' },
      assemblies: {
        ordinary: { noticeDays: { first: 15, second: 15 } },
        extraordinary: { noticeDays: { first: 15, second: 15 } },
      },
    }
    await assert.rejects(() => forceStatutes(sarl, '2027-01-01'), /100 members/)
    const adoption = adoptTestStatutes(sarl, '2027-01-01')
    const refusal = await adoption.then(
      () => null,
      (error: unknown) => error
    )
    assert.instanceOf(refusal, StatutesError)
    assert.equal((refusal as StatutesError).code, 'sarl_members')
    await last.leave(clock.now()).save()
    await forceStatutes(sarl, '2027-01-01')
    const next = await givenAdmitted(clock)
    await assert.rejects(
      () =>
        db.transaction((trx) =>
          activateMember(trx, { memberId: next.id, on: clock.now(), ...act })
        ),
      /100 members/
    )
    await nobodyStays()
  })

  test('shares go to members alone, and a member who holds some does not leave, by SQL either', async ({
    assert,
  }) => {
    const admitted = await givenAdmitted(clock)
    assert.equal(await bySql(subscribe(admitted.id, 1)), 'holders_are_members')
    const holder = await givenHolder(clock, 2)
    const leaves = db.transaction(async (trx) => {
      await trx.rawQuery(`UPDATE members SET state = 'left', left_on = '2026-03-10' WHERE id = ?`, [
        holder.id,
      ])
      await trx.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
    })
    await assert.rejects(() => leaves, /held by members/)
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

  test('C09 whoever was given shares stays the kind of person they were, with or without a number', async ({
    assert,
  }) => {
    await givenHolder(clock, 1)
    const admitted = await givenAdmitted(clock)
    const becomes = (kind: string) => db.from('members').where({ id: admitted.id }).update({ kind })
    await becomes('legal')
    await becomes('natural')
    const passes = db.transaction(async (trx) => {
      must(
        await recordMovement(trx, {
          type: 'subscribe',
          effectiveOn: clock.now(),
          to: { memberId: admitted.id, pocket: 'held' },
          shares: 50,
          nominalCents: NOMINAL,
          paidCents: 50n * NOMINAL,
          counterpart: '512',
          ...act,
        })
      )
      await trx.from('members').where({ id: admitted.id }).update({ kind: 'public_body' })
    })
    await assert.rejects(() => passes, /kind of person/)
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
