import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { activateMember } from '#services/membership/activate_member'
import { recordMovement } from '#services/shares/movements/record_movement'
import { StatutesError } from '#services/statutes/errors'
import Member from '#models/membership/member'
import { act, bySql, clock, subscribe } from '#tests/functional/shares/gates_scene'
import { givenAdmitted, givenHolder, must, NOMINAL, withCooperative } from '#tests/support/shares'
import { adoptTestStatutes, forceStatutes } from '#tests/support/statutes'

test.group('Shares | gates of who holds shares, that SQL meets as well', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

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
})
